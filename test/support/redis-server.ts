import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MISSING =
  'There is no Redis server for the tests, nor could one be unpacked: install Redis 7 or newer (Debian: apt-get install redis-server) or start Docker.';

const IN_MEMORY = ['--save', '', '--appendonly', 'no'];

/** A real redis-server of our own, on a free port, which tests may kill, pause and start again. */
export class RedisServer {
  readonly port: number;
  private readonly program: string;
  private readonly line: readonly string[];
  /** A replica keeps there what it gets of its primary, whatever its settings. */
  private readonly folder = mkdtempSync(join(tmpdir(), 'redis-'));
  private process: ChildProcess | undefined;

  private constructor(program: string, port: number, line: readonly string[]) {
    this.program = program;
    this.port = port;
    this.line = line;
  }

  /** Takes what stands on the command line of redis-server; by default it keeps nothing. */
  static async start(line: readonly string[] = IN_MEMORY): Promise<RedisServer> {
    const program = process.env['REDIS_TEST_PROGRAM'];
    if (program === undefined) throw new Error(MISSING);
    const server = new RedisServer(program, await freePort(), line);
    await server.run();
    return server;
  }

  get address(): { host: string; port: number } {
    return { host: '127.0.0.1', port: this.port };
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** As the settings of a gateway. */
  get settings(): { url: string } {
    return { url: this.url };
  }

  async run(): Promise<void> {
    const line = [...this.line, '--port', String(this.port), '--bind', '127.0.0.1'];
    this.process = spawn(this.program, line, { cwd: this.folder, stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise<void>((ready) => {
      this.process?.stdout?.on('data', (text: Buffer) => {
        // The second is what a Sentinel says.
        if (/Ready to accept connections|\+monitor master/.test(text.toString())) ready();
      });
    });
  }

  /** Accepts connections and commands but never answers. */
  pause(): void {
    this.process?.kill('SIGSTOP');
  }

  resume(): void {
    this.process?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    const { process } = this;
    if (process?.exitCode !== null || process.signalCode !== null) return;
    const ended = new Promise((resolve) => process.once('exit', resolve));
    process.kill('SIGKILL');
    await ended;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
