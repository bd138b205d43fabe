import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Settings } from '../../config/settings.js';
import { limitOf, refusalOf } from '../../limits/limit.js';
import { addressKey } from '../../limits/limit-keys.js';
import { Metrics } from '../../observability/metrics.js';

/** How long a handle stays unknown, in milliseconds. Nobody can make up one that stands for a session later. */
const UNKNOWN_MS = 10_000;
const MAX_UNKNOWN = 50_000;
const MAX_GOOD = 50_000;
const MAX_ADDRESSES = 20_000;

interface Tally {
  /** Handles of this window that stood for no session, and those that are being looked for. */
  unknown: number;
  running: number;
  /** By `performance.now()`. */
  endsAt: number;
}

/** Keeps made-up handles from the store: of each client address it is asked about few. */
@Injectable()
export class UnknownHandles {
  private readonly unknown = new LRUCache<string, true>({ max: MAX_UNKNOWN, ttl: UNKNOWN_MS });
  /** Have stood for a session: whoever shares an address with somebody who makes handles up is served. */
  private readonly good = new LRUCache<string, true>({ max: MAX_GOOD });
  /** Being looked for. */
  private readonly asked = new Set<string>();
  private readonly tallies = new LRUCache<string, Tally>({ max: MAX_ADDRESSES });

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
    // Many calls with one handle are one question: those that come while it is asked find what it finds.
    if (this.asked.has(recordId)) return find();
    const tally = this.tallyOf(addressKey(address));
    if (!this.good.has(recordId)) this.check(tally);
    tally.running += 1;
    this.asked.add(recordId);
    try {
      const found = await find();
      if (found !== undefined) {
        this.good.set(recordId, true);
        return found;
      }
      this.good.delete(recordId);
      this.unknown.set(recordId, true);
      tally.unknown += 1;
      return undefined;
    } finally {
      tally.running -= 1;
      this.asked.delete(recordId);
    }
  }

  private tallyOf(key: string): Tally {
    const known = this.tallies.get(key);
    const now = performance.now();
    if (known !== undefined && known.endsAt > now) return known;
    const endsAt = now + this.settings.limits.unknownHandles.seconds * 1000;
    // The same one: those under way end in it.
    const tally = Object.assign(known ?? { running: 0 }, { unknown: 0, endsAt });
    this.tallies.set(key, tally);
    return tally;
  }

  private check({ unknown, running, endsAt }: Tally): void {
    const limit = limitOf('unknownHandles', this.settings.limits.unknownHandles);
    // Those under way count apart: after a restart many good ones are looked for at once.
    if (unknown < limit.requests && running < limit.requests) return;
    throw refusalOf(
      { limit, count: limit.requests + 1, leftMs: Math.max(0, endsAt - performance.now()) },
      this.metrics,
    );
  }
}
