import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Settings } from '../config/settings.js';
import { Metrics } from '../observability/metrics.js';
import { KeyValueStore } from '../storage/key-value-store.js';
import { countKey, type Limit, refusalOf, type Taken } from './limit.js';
import { Share, type Spent } from './quota-lease.js';
import { ShareSource } from './quota-source.js';

/** Callers whose shares are remembered; what is left of a forgotten one is lost until its window ends. */
const MAX_SHARES = 20_000;

/** Limits over all replicas that cost no round trip of their own: fixed windows, spent from shares that each process draws in advance. */
@Injectable()
export class SharedLimits {
  private readonly shares = new LRUCache<string, Share>({ max: MAX_SHARES });
  private readonly source: ShareSource;

  constructor(
    @Inject(KeyValueStore) store: KeyValueStore,
    { limits }: Settings,
    private readonly metrics: Metrics,
  ) {
    this.source = new ShareSource(store, limits.replicas);
  }

  /**
   * Takes one request out of a limit. Never fails for the store's sake: while that is away a part of the limit stays.
   *
   * @throws Problem `rate_limited`
   */
  take(limit: Limit, who: string): Taken | Promise<Taken> {
    const spent = this.shareOf(limit, who).take();
    return spent instanceof Promise ? spent.then((one) => this.admit(one)) : this.admit(spent);
  }

  private shareOf(limit: Limit, who: string): Share {
    const key = countKey(limit, who);
    const known = this.shares.get(key);
    if (known !== undefined) return known;
    const share = new Share(this.source, key, limit);
    this.shares.set(key, share);
    return share;
  }

  private admit(spent: Spent): Taken {
    if (!spent.isAdmitted) throw refusalOf(spent, this.metrics);
    return spent;
  }
}
