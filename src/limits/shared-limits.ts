import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { derived } from '../config/live/derived.js';
import { Settings } from '../config/settings.js';
import { Metrics } from '../observability/metrics.js';
import { KeyValueStore } from '../storage/key-value-store.js';
import { countKey, type Limit, refusalOf, type Taken } from './limit.js';
import { QuotaLease } from './quota-lease.js';
import { QuotaSource } from './quota-source.js';
import { atMost } from '../common/growing-cache.js';

/** Quota leases that are remembered; what is left of a forgotten one is lost until its window ends. */
const MAX_LEASES = 20_000;

interface Quotas {
  source: QuotaSource;
  leases: LRUCache<string, QuotaLease>;
}

/** Limits over all replicas that cost no round trip of their own: fixed windows, spent from quota leases that each process renews in advance. */
@Injectable()
export class SharedLimits {
  private readonly quotas: () => Quotas;

  constructor(
    @Inject(KeyValueStore) store: KeyValueStore,
    settings: Settings,
    private readonly metrics: Metrics,
  ) {
    // What is left of leases of former limits is lost until their windows end.
    this.quotas = derived(settings, ['limits'], ({ limits }) => ({
      source: new QuotaSource(store, limits.replicas),
      leases: new LRUCache(atMost(MAX_LEASES)),
    }));
  }

  /**
   * Takes one request out of a limit. Never fails for the store's sake: while that is away a part of the limit stays.
   *
   * @throws Problem `rate_limited`
   */
  async take(limit: Limit, who: string): Promise<Taken> {
    const spent = await this.leaseOf(limit, who).take();
    if (!spent.isAdmitted) throw refusalOf(spent, this.metrics);
    return spent;
  }

  private leaseOf(limit: Limit, who: string): QuotaLease {
    const { source, leases } = this.quotas();
    const key = countKey(limit, who);
    const known = leases.get(key);
    if (known !== undefined) return known;
    const lease = new QuotaLease(source, key, limit);
    leases.set(key, lease);
    return lease;
  }
}
