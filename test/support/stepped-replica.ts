import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { GatewayProcess } from './gateway-process.js';
import type { Replicas } from './replicas.js';

const PRELOAD = resolve('test/support/stepped-clock.mjs');

/** One more replica, on a machine whose clock can be set. */
export class SteppedReplica {
  private constructor(
    readonly gateway: GatewayProcess,
    private readonly file: string,
  ) {}

  /** `offMs`: how far its clock is off from the start, in milliseconds. */
  static async add(replicas: Replicas, offMs = 0): Promise<SteppedReplica> {
    const file = join(mkdtempSync(join(tmpdir(), 'clock-')), 'step');
    const env = { NODE_OPTIONS: `--import=${PRELOAD}`, CLOCK_FILE: file, CLOCK_STEP: String(offMs) };
    return new SteppedReplica(await replicas.add(env), file);
  }

  step(ms: number): void {
    writeFileSync(this.file, String(ms));
    process.kill(this.gateway.pid, 'SIGWINCH');
  }
}
