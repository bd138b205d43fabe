import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../storage/eventually.js';
import { Client } from './client.js';
import type { LogLine } from './gateway-log.js';
import { freePort } from './redis-server.js';
import { PROCESS_ENV } from './run-node.js';

/** A gateway whose standard output goes where a test says, so that it is found by its ports. */
export class UnreadGateway {
  readonly exited: Promise<number | null>;
  private errors = '';

  private constructor(
    private readonly child: ReturnType<typeof spawn>,
    private readonly ports: { port: number; admin: number },
  ) {
    this.exited = new Promise((resolve) => child.once('close', resolve));
    child.stderr?.on('data', (text: Buffer) => (this.errors += text.toString()));
  }

  /** `stdout` is a descriptor. */
  static async start(stdout: number, config: object = {}): Promise<UnreadGateway> {
    const file = join(mkdtempSync(join(tmpdir(), 'gateway-')), 'gateway.yaml');
    const ports = { port: await freePort(), admin: await freePort() };
    const server = { port: ports.port, warmUp: false, drainSeconds: 0 };
    writeFileSync(file, JSON.stringify({ ...config, server, admin: { port: ports.admin } }));
    const env = { ...PROCESS_ENV, GATEWAY_CONFIG: file };
    const child = spawn(process.execPath, ['dist/main.js'], { env, stdio: ['ignore', stdout, 'pipe'] });
    const gateway = new UnreadGateway(child, ports);
    await eventually(async () => (await gateway.client.get('/health')).status === 200);
    return gateway;
  }

  get client(): Client {
    return new Client(`http://127.0.0.1:${this.ports.port}`);
  }

  /** What it has said on standard error. */
  get complaints(): LogLine[] {
    const lines = this.errors.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as LogLine);
  }

  async readiness(): Promise<{ status: number; body: unknown }> {
    const answer = await this.admin('/readyz');
    return { status: answer.status, body: await answer.json() };
  }

  async metrics(): Promise<string> {
    return (await this.admin('/metrics')).text();
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  async stop(): Promise<number | null> {
    this.signal('SIGTERM');
    return this.exited;
  }

  private admin(path: string): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.ports.admin}${path}`);
  }
}
