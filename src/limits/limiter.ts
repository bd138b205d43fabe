import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { Metrics } from '../observability/metrics.js';
import { KeyValueStore } from '../storage/key-value-store.js';
import { countKey, limitOf, refusalOf, type Taken } from './limit.js';

type LimitName = 'account' | 'otp';

/** Counts requests against the limits of the settings, in one place for all replicas. */
@Injectable()
export class Limiter {
  constructor(
    @Inject(KeyValueStore) private readonly store: KeyValueStore,
    private readonly settings: Settings,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Takes one request out of a limit. While the store is away nothing is let through: what is limited here tries
   * codes, or makes Migo send messages.
   *
   * @throws Problem `rate_limited`
   * @throws StoreUnavailableError
   */
  async take(name: LimitName, who: string): Promise<Taken> {
    const limit = limitOf(name, this.settings.limits[name]);
    const taken = { ...(await this.store.count(countKey(limit, who), limit.seconds * 1000)), limit };
    if (taken.count > limit.requests) throw refusalOf(taken, this.metrics);
    return taken;
  }
}
