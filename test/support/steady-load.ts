import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Answers } from './answers.js';
import type { Client } from './client.js';

const EVERY_MS = 25;

/** Requests at a steady pace, whatever becomes of them: one that waits holds up no other. */
export class SteadyLoad extends Answers {
  private readonly timer: NodeJS.Timeout;
  private readonly delays = monitorEventLoopDelay({ resolution: EVERY_MS });
  private readonly underWay = new Set<Promise<void>>();
  private turn = 0;

  constructor(
    private readonly callers: readonly Client[],
    private readonly path: string,
    perSecond: number,
  ) {
    super();
    this.delays.enable();
    const startedAt = performance.now();
    this.timer = setInterval(() => {
      // By the clock: a late timer must not lower the pace.
      while (this.turn < ((performance.now() - startedAt) * perSecond) / 1000) this.send();
    }, EVERY_MS);
  }

  /** How long this process itself was too busy to look at answers, at worst: on a busy machine, answers seem late by that. */
  get stallMs(): number {
    return Math.round(this.delays.max / 1e6) - EVERY_MS;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.delays.disable();
    await Promise.all(this.underWay);
  }

  private send(): void {
    const client = this.callers[this.turn % this.callers.length];
    this.turn += 1;
    if (client === undefined) throw new Error('no caller');
    const sentAt = performance.now();
    const call = client
      .get(this.path)
      .then(({ status }) => status)
      .catch(() => 0)
      .then((status) => {
        const at = performance.now();
        this.answers.push({ at, ms: at - sentAt, status });
        this.underWay.delete(call);
      });
    this.underWay.add(call);
  }
}
