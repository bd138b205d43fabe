import type { Limit, Taken } from './limit.js';
import type { ShareSource } from './quota-source.js';

/** Part of a limit that is drawn at once. */
const PART = 0.05;
/** Of a smaller limit no more is drawn than is asked for, so that what one replica holds is not missing at another. */
const SMALL = 100;

export interface Spent extends Taken {
  isAdmitted: boolean;
}

/** What this process has drawn of one limit of one caller, and not spent yet. Spending costs no round trip. */
export class Share {
  private readonly size: number;
  private unspent = 0;
  /** Left of the limit for everybody, when it was last drawn from. */
  private left = 0;
  /** Of the window, as `refusesUntil` by `performance.now()`. */
  private endsAt = 0;
  /** Until then nothing is left to draw. */
  private refusesUntil = 0;
  private waiting = 0;
  private drawing: Promise<void> | undefined;

  constructor(
    private readonly source: ShareSource,
    private readonly key: string,
    private readonly limit: Limit,
  ) {
    this.size = limit.requests < SMALL ? 1 : Math.floor(limit.requests * PART);
  }

  /** A promise only where nothing is at hand. */
  take(): Spent | Promise<Spent> {
    return this.spend() ?? this.drawAndSpend();
  }

  private spend(): Spent | undefined {
    const now = performance.now();
    if (now >= this.endsAt) return undefined;
    if (this.unspent > 0) {
      this.unspent -= 1;
      if (this.unspent * 2 < this.size && this.size > 1 && this.left > 0) this.drawAhead();
      return this.spent(true, now);
    }
    return now < this.refusesUntil ? this.spent(false, now) : undefined;
  }

  /** Those who wait together are drawn for together. */
  private async drawAndSpend(): Promise<Spent> {
    this.waiting += 1;
    try {
      for (;;) {
        await this.draw();
        const spent = this.spend();
        if (spent !== undefined) return spent;
      }
    } finally {
      this.waiting -= 1;
    }
  }

  private drawAhead(): void {
    // What goes wrong here, whoever has to wait for a draw is told.
    this.draw().catch(() => undefined);
  }

  private draw(): Promise<void> {
    this.drawing ??= this.drawOnce().finally(() => {
      this.drawing = undefined;
    });
    return this.drawing;
  }

  private async drawOnce(): Promise<void> {
    // From before the call, so that the window here never outlasts that in the store.
    const askedAt = performance.now();
    const drawn = await this.source.draw(this.key, {
      most: Math.max(this.size, this.waiting),
      limit: this.limit.requests,
      windowMs: this.limit.seconds * 1000,
    });
    const isNewWindow = askedAt >= this.endsAt || drawn.count === drawn.granted;
    this.unspent = (isNewWindow ? 0 : this.unspent) + drawn.granted;
    this.left = Math.max(0, drawn.limit - drawn.count);
    this.endsAt = askedAt + drawn.leftMs;
    this.refusesUntil = this.left === 0 ? askedAt + drawn.knownMs : 0;
  }

  private spent(isAdmitted: boolean, now: number): Spent {
    const { limit, left, unspent } = this;
    return { limit, count: limit.requests - left - unspent, leftMs: this.endsAt - now, isAdmitted };
  }
}
