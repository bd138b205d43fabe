import { performance } from 'node:perf_hooks';
import type { Limit, Taken } from './limit.js';
import type { QuotaSource } from './quota-source.js';

/** Part of a quota that is leased at once. */
const PART = 0.05;
/** Of a smaller quota no more is leased than is asked for, so that what one replica holds is not missing at another. */
const SMALL = 100;

export interface Spent extends Taken {
  isAdmitted: boolean;
}

/** The part of one caller's quota that this process has leased, and not spent yet. Spending costs no round trip. */
export class QuotaLease {
  private readonly size: number;
  private unspent = 0;
  /** Left of the quota for everybody, when the lease was last renewed. */
  private left = 0;
  /** Of the window, as `refusesUntil` by `performance.now()`. */
  private endsAt = 0;
  /** Until then nothing is left to lease. */
  private refusesUntil = 0;
  private waiting = 0;
  private renewal: Promise<void> | undefined;

  constructor(
    private readonly source: QuotaSource,
    private readonly key: string,
    private readonly limit: Limit,
  ) {
    this.size = limit.requests < SMALL ? 1 : Math.floor(limit.requests * PART);
  }

  /** Waits only where the lease has to be renewed first. */
  async take(): Promise<Spent> {
    return this.spend() ?? this.renewAndSpend();
  }

  private spend(): Spent | undefined {
    const now = performance.now();
    if (now >= this.endsAt) return undefined;
    if (this.unspent > 0) {
      this.unspent -= 1;
      if (this.unspent * 2 < this.size && this.size > 1 && this.left > 0) this.renewAhead();
      return this.spent(true, now);
    }
    return now < this.refusesUntil ? this.spent(false, now) : undefined;
  }

  /** One renewal is for all who wait for it. */
  private async renewAndSpend(): Promise<Spent> {
    this.waiting += 1;
    try {
      for (;;) {
        await this.renew();
        const spent = this.spend();
        if (spent !== undefined) return spent;
      }
    } finally {
      this.waiting -= 1;
    }
  }

  private renewAhead(): void {
    // What goes wrong here, whoever has to wait for a renewal is told.
    this.renew().catch(() => undefined);
  }

  private renew(): Promise<void> {
    this.renewal ??= this.renewOnce().finally(() => {
      this.renewal = undefined;
    });
    return this.renewal;
  }

  private async renewOnce(): Promise<void> {
    // From before the call, so that the window here never outlasts that in the store.
    const askedAt = performance.now();
    const leased = await this.source.lease(this.key, {
      most: Math.max(this.size, this.waiting),
      limit: this.limit.requests,
      windowMs: this.limit.seconds * 1000,
    });
    const isNewWindow = askedAt >= this.endsAt || leased.count === leased.granted;
    this.unspent = (isNewWindow ? 0 : this.unspent) + leased.granted;
    this.left = Math.max(0, leased.limit - leased.count);
    this.endsAt = askedAt + leased.leftMs;
    this.refusesUntil = this.left === 0 ? askedAt + leased.knownMs : 0;
  }

  private spent(isAdmitted: boolean, now: number): Spent {
    const { limit, left, unspent } = this;
    return { limit, count: limit.requests - left - unspent, leftMs: this.endsAt - now, isAdmitted };
  }
}
