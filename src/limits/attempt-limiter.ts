import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { Metrics } from '../observability/metrics.js';
import { KeyValueStore } from '../storage/key-value-store.js';
import { KeyedSemaphore } from './keyed-semaphore.js';
import { countKey, type Limit, limitOf, refusalOf } from './limit.js';

export type AttemptLimitName = 'login' | 'loginAddress';

/** `neither` where the answer does not tell. */
export type Verdict = 'right' | 'wrong' | 'neither';

export interface AttemptLimit {
  name: AttemptLimitName;
  who: string;
  /** Whose failed attempts a successful one makes up for, where some of `who` failed. */
  forgives: readonly string[];
}

interface Attempt<Outcome> {
  /** Permits are acquired in this order: the limit with the fewest attempts first. */
  limits: readonly AttemptLimit[];
  run: () => Promise<Outcome>;
  verdictOf: (outcome: Outcome) => Verdict;
  /** Called when an attempt was the last one before a lockout. */
  onLock: (name: AttemptLimitName) => void;
}

interface Counted extends AttemptLimit {
  limit: Limit & { name: AttemptLimitName };
  key: string;
  /** Read when a permit is acquired. */
  failedBefore: number;
}

/**
 * Limits failed attempts at a secret, not successful ones. In a process no more are under way at once than may still fail, so
 * that many at once are not more than one after the other; each further replica may add those that it has under way.
 */
@Injectable()
export class AttemptLimiter {
  private readonly semaphore = new KeyedSemaphore();

  constructor(
    @Inject(KeyValueStore) private readonly store: KeyValueStore,
    private readonly settings: Settings,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Runs an attempt, unless there is a lockout: too many failed lately.
   *
   * @throws Problem `rate_limited`
   * @throws StoreUnavailableError where nothing can be counted; then nothing is tried either
   */
  attempt<Outcome>({ limits, run, verdictOf, onLock }: Attempt<Outcome>): Promise<Outcome> {
    const counted = limits.map((one): Counted => {
      const limit = limitOf(one.name, this.settings.limits[one.name]);
      return { ...one, limit, key: countKey(limit, one.who), failedBefore: 0 };
    });
    return this.withPermits(counted, async () => {
      const outcome = await run();
      const verdict = verdictOf(outcome);
      if (verdict === 'wrong') await this.countFailure(counted, onLock);
      if (verdict === 'right') await this.forgive(counted);
      return outcome;
    });
  }

  private withPermits<Outcome>(counted: readonly Counted[], task: () => Promise<Outcome>): Promise<Outcome> {
    const [first, ...others] = counted;
    if (first === undefined) return task();
    const { key, limit } = first;
    return this.semaphore.run(key, {
      maxPermits: limit.requests,
      readPermits: async () => {
        const read = await this.store.readCount(key);
        first.failedBefore = read.count;
        if (read.count >= limit.requests) throw refusalOf({ ...read, limit }, this.metrics);
        return limit.requests - read.count;
      },
      task: () => this.withPermits(others, task),
    });
  }

  private async countFailure(counted: readonly Counted[], onLock: (name: AttemptLimitName) => void): Promise<void> {
    const taken = await Promise.all(
      counted.map(async ({ key, limit }) => ({ ...(await this.store.count(key, limit.seconds * 1000)), limit })),
    );
    for (const { count, limit } of taken) if (count === limit.requests) onLock(limit.name);
    // Made at several replicas at the same time: whoever made the attempt is not told its outcome.
    const tooMany = taken.find(({ count, limit }) => count > limit.requests);
    if (tooMany !== undefined) throw refusalOf(tooMany, this.metrics);
  }

  private async forgive(counted: readonly Counted[]): Promise<void> {
    const keys = counted
      .filter(({ failedBefore }) => failedBefore > 0)
      .flatMap(({ limit, forgives }) => forgives.map((who) => countKey(limit, who)));
    await Promise.all(keys.map((key) => this.store.resetCount(key)));
  }
}
