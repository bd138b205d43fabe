import type { Client } from './client.js';

const EVERY_MS = 25;

interface Answer {
  /** Milliseconds on the clock of `performance.now()`. */
  at: number;
  ms: number;
  /** 0 where there was none. */
  status: number;
}

/** Requests at a steady pace, whatever becomes of them: one that waits holds up no other. */
export class SteadyLoad {
  readonly answers: Answer[] = [];
  private readonly timer: NodeJS.Timeout;
  private readonly underWay = new Set<Promise<void>>();
  private turn = 0;

  constructor(
    private readonly callers: readonly Client[],
    private readonly path: string,
    perSecond: number,
  ) {
    const startedAt = performance.now();
    this.timer = setInterval(() => {
      // By the clock: a late timer must not lower the pace.
      while (this.turn < ((performance.now() - startedAt) * perSecond) / 1000) this.send();
    }, EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.underWay);
  }

  /** Milliseconds from `since` to the first success, undefined where there is none yet. */
  firstSuccess(since: number): number | undefined {
    const success = this.answers.find(({ at, status }) => at >= since && status === 200);
    return success && Math.round(success.at - since);
  }

  /** Milliseconds from `since` to the last answer that was no success; 0 where there was none. */
  lastFailure(since: number): number {
    const failure = this.answers.findLast(({ status }) => status !== 200);
    return failure === undefined ? 0 : Math.max(0, Math.round(failure.at - since));
  }

  /** How many answers there were with each status. */
  get statuses(): Record<number, number> {
    return this.answers.reduce<Record<number, number>>(
      (counts, { status }) => ({ ...counts, [status]: (counts[status] ?? 0) + 1 }),
      {},
    );
  }

  /** Milliseconds that at most `share` of the answers took longer than. */
  percentile(share: number): number {
    const sorted = this.answers.map(({ ms }) => ms).sort((a, b) => a - b);
    return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
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
