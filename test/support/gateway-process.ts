import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Simulator } from '../../simulator/simulator.js';
import { LOG_DIRECTORY } from './log-directory.js';
import { PROCESS_ENV } from './run-node.js';

const START_MS = 60_000;

export interface GatewayOptions {
  /** Written to a file that GATEWAY_CONFIG names. */
  config: object;
  /** On top of free ports and the simulator profile. */
  env?: Readonly<Record<string, string>>;
  /** Gateways with the same prefix are replicas of each other; by default a gateway is alone. */
  keyPrefix?: string;
}

/** A gateway as it runs in production: `node dist/main.js`, a process of its own. */
export class GatewayProcess {
  readonly exited: Promise<number | null>;

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly adminUrl: string,
    readonly logFile: string,
  ) {
    this.exited = new Promise((resolve) => child.once('exit', resolve));
  }

  /** @throws Error with what the process printed, where it ends before it listens */
  static async start({
    config,
    env = {},
    keyPrefix = `test-${randomUUID()}`.slice(0, 32),
  }: GatewayOptions): Promise<GatewayProcess> {
    const configFile = join(mkdtempSync(join(tmpdir(), 'gateway-')), 'gateway.yaml');
    const redis = { url: process.env['REDIS_TEST_URL'], keyPrefix };
    // Not by `PORT`, which the demo partner's origins follow.
    // Tests see a gateway that is ready, stops at once and keeps no answers; those of starts, ends and reference data say otherwise.
    const server = {
      port: 0,
      warmUp: false,
      drainSeconds: 0,
      ...('server' in config && typeof config.server === 'object' && config.server),
    };
    writeFileSync(configFile, JSON.stringify({ redis, reference: { seconds: 0 }, ...config, server }));
    const child = spawn(process.execPath, ['dist/main.js'], {
      env: {
        ...PROCESS_ENV,
        ADMIN_PORT: '0',
        GATEWAY_CONFIG: configFile,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // A name of its own: a spec that runs after another in the same worker must not write over its log.
    const logFile = join(LOG_DIRECTORY, `gateway-${randomUUID()}.log`);
    const log = createWriteStream(logFile);
    child.stdout.pipe(log);
    child.stderr.pipe(log, { end: false });
    const { listening, admin } = await addressesOf(child);
    return new GatewayProcess(child, listening, admin, logFile);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** What it prints is read no more: the reader of the log has stalled. */
  stopReading(): void {
    this.child.stdout?.unpipe();
    this.child.stdout?.pause();
  }

  /** Gives what was printed from then on, once it ends. */
  async readOn(): Promise<string> {
    let text = '';
    this.child.stdout?.on('data', (part: Buffer) => (text += part.toString())).resume();
    await this.exited;
    return text;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode === null) this.child.kill(signal);
    return this.exited;
  }
}

/** Settings that point every upstream at a simulator. */
export function upstreamsOf({ urls }: Pick<Simulator, 'urls'>): object {
  const { wallet, middleware, cms, payments } = urls;
  return {
    wallet: { baseUrl: wallet },
    middleware: { baseUrl: middleware },
    cms: { baseUrl: cms },
    payments: { baseUrl: payments },
  };
}

function addressesOf(child: ChildProcess): Promise<{ listening: string; admin: string }> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('no output to read');
  const printed: string[] = [];
  stderr.on('data', (text: Buffer) => printed.push(text.toString()));
  return new Promise((resolve, reject) => {
    const give = (reason: string): void => {
      child.kill('SIGKILL');
      reject(new Error(`the gateway did not start (${reason}):\n${printed.join('\n')}`));
    };
    const timer = setTimeout(() => {
      give('timeout');
    }, START_MS);
    child.once('exit', (code) => {
      clearTimeout(timer);
      give(`exit ${String(code)}`);
    });
    let hasStarted = false;
    createInterface({ input: stdout }).on('line', (line) => {
      if (hasStarted) return;
      printed.push(line);
      const entry = JSON.parse(line) as { msg?: string; listening?: string; admin?: string };
      if (entry.msg !== 'started' || entry.listening === undefined || entry.admin === undefined) return;
      hasStarted = true;
      clearTimeout(timer);
      resolve({ listening: entry.listening, admin: entry.admin });
    });
  });
}
