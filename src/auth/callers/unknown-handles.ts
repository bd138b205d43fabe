import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Settings } from '../../config/settings.js';
import { limitOf, refusalOf } from '../../limits/limit.js';
import { KeyedSemaphore } from '../../limits/keyed-semaphore.js';
import { addressKey } from '../../limits/limit-keys.js';
import { Metrics } from '../../observability/metrics.js';
import { atMost } from '../../common/growing-cache.js';

/** How long a handle stays unknown, in milliseconds. Nobody can make up one that stands for a session later. */
const UNKNOWN_MS = 10_000;
const MAX_UNKNOWN = 50_000;
const MAX_GOOD = 50_000;
const MAX_ADDRESSES = 20_000;
/** Handles of one address that are looked for at once. */
const MAX_AT_ONCE = 50;

interface Tally {
  /** Handles of this window that stood for no session. */
  unknown: number;
  /** By `performance.now()`. */
  endsAt: number;
}

/** Keeps made-up handles from the store: of each client address it is asked about few. */
@Injectable()
export class UnknownHandles {
  private readonly unknown = new LRUCache<string, true>({ ...atMost(MAX_UNKNOWN), ttl: UNKNOWN_MS });
  /** Have stood for a session: whoever shares an address with somebody who makes handles up is served. */
  private readonly good = new LRUCache<string, true>(atMost(MAX_GOOD));
  /** After a restart many good ones of one address are looked for at once: they wait, and are not refused. */
  private readonly atOnce = new KeyedSemaphore();
  private readonly tallies = new LRUCache<string, Tally>(atMost(MAX_ADDRESSES));

  constructor(
    private readonly settings: Settings,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Looks for the session of a record id, unless it is known that there is none.
   *
   * @throws Problem `rate_limited` where the address has presented too many that stood for none
   */
  async ask<Found>(
    { recordId, address }: { recordId: string; address: string },
    find: () => Promise<Found | undefined>,
  ): Promise<Found | undefined> {
    if (this.unknown.has(recordId)) return undefined;
    const key = addressKey(address);
    if (this.good.has(recordId)) return this.look(recordId, key, find);
    return this.atOnce.run(key, {
      maxPermits: MAX_AT_ONCE,
      readPermits: () => Promise.resolve(this.permitsOf(this.tallyOf(key))),
      task: () => this.look(recordId, key, find),
    });
  }

  /** One that this process has given out stands for a session before anybody has presented it. */
  remember(recordId: string): void {
    this.good.set(recordId, true);
  }

  private async look<Found>(
    recordId: string,
    key: string,
    find: () => Promise<Found | undefined>,
  ): Promise<Found | undefined> {
    const found = await find();
    if (found !== undefined) {
      this.good.set(recordId, true);
      return found;
    }
    this.good.delete(recordId);
    this.unknown.set(recordId, true);
    this.tallyOf(key).unknown += 1;
    return undefined;
  }

  private tallyOf(key: string): Tally {
    const known = this.tallies.get(key);
    const now = performance.now();
    if (known !== undefined && known.endsAt > now) return known;
    const tally = { unknown: 0, endsAt: now + this.settings.limits.unknownHandles.seconds * 1000 };
    this.tallies.set(key, tally);
    return tally;
  }

  /** How many may be looked for at once: no more than could still be unknown. */
  private permitsOf({ unknown, endsAt }: Tally): number {
    const limit = limitOf('unknownHandles', this.settings.limits.unknownHandles);
    if (unknown < limit.requests) return Math.min(MAX_AT_ONCE, limit.requests - unknown);
    throw refusalOf(
      { limit, count: limit.requests + 1, leftMs: Math.max(0, endsAt - performance.now()) },
      this.metrics,
    );
  }
}
