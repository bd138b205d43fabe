import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { Metrics } from '../observability/metrics.js';
import { KeyValueStore } from '../storage/key-value-store.js';
import { countKey, type Limit, limitOf, refusalOf } from './limit.js';
import { Turns } from './keyed-semaphore.js';

export type GuessLimitName = 'login' | 'loginAddress' | 'otp' | 'account';

/** `neither` where the answer does not tell. */
export type Verdict = 'right' | 'wrong' | 'neither';

export interface GuessLimit {
  name: GuessLimitName;
  who: string;
  /** Whose wrong guesses a right one makes up for, where some of `who` were wrong. */
  forgives: readonly string[];
}

interface Guess<Outcome> {
  /** In this order turns are waited for: the one with the fewest guesses first. */
  limits: readonly GuessLimit[];
  make: () => Promise<Outcome>;
  verdictOf: (outcome: Outcome) => Verdict;
  /** The guess that was the last one for now. */
  onLock: (name: GuessLimitName) => void;
}

interface Counted extends GuessLimit {
  limit: Limit & { name: GuessLimitName };
  key: string;
  /** Read at the beginning of its turn. */
  wrongBefore: number;
}

/**
 * Limits wrong guesses of a secret, not right ones. In a process no more are under way at once than may still be wrong, so
 * that many at once are not more than one after the other; each further replica may add those that it has under way.
 */
@Injectable()
export class Guesses {
  private readonly turns = new Turns();

  constructor(
    @Inject(KeyValueStore) private readonly store: KeyValueStore,
    private readonly settings: Settings,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Makes a guess, unless too many were wrong lately.
   *
   * @throws Problem `rate_limited`
   * @throws StoreUnavailableError where nothing can be counted; then nothing is tried either
   */
  guess<Outcome>({ limits, make, verdictOf, onLock }: Guess<Outcome>): Promise<Outcome> {
    const counted = limits.map((one): Counted => {
      const limit = limitOf(one.name, this.settings.limits[one.name]);
      return { ...one, limit, key: countKey(limit, one.who), wrongBefore: 0 };
    });
    return this.inTurns(counted, async () => {
      const outcome = await make();
      const verdict = verdictOf(outcome);
      if (verdict === 'wrong') await this.countWrong(counted, onLock);
      if (verdict === 'right') await this.forgive(counted);
      return outcome;
    });
  }

  private inTurns<Outcome>(counted: readonly Counted[], task: () => Promise<Outcome>): Promise<Outcome> {
    const [first, ...others] = counted;
    if (first === undefined) return task();
    const { key, limit } = first;
    return this.turns.run(key, {
      most: limit.requests,
      room: async () => {
        const read = await this.store.readCount(key);
        first.wrongBefore = read.count;
        if (read.count >= limit.requests) throw refusalOf({ ...read, limit }, this.metrics);
        return limit.requests - read.count;
      },
      task: () => this.inTurns(others, task),
    });
  }

  private async countWrong(counted: readonly Counted[], onLock: (name: GuessLimitName) => void): Promise<void> {
    const taken = await Promise.all(
      counted.map(async ({ key, limit }) => ({ ...(await this.store.count(key, limit.seconds * 1000)), limit })),
    );
    for (const { count, limit } of taken) if (count === limit.requests) onLock(limit.name);
    // Made at several replicas at the same time: whoever guesses is not told.
    const tooMany = taken.find(({ count, limit }) => count > limit.requests);
    if (tooMany !== undefined) throw refusalOf(tooMany, this.metrics);
  }

  private async forgive(counted: readonly Counted[]): Promise<void> {
    const keys = counted
      .filter(({ wrongBefore }) => wrongBefore > 0)
      .flatMap(({ limit, forgives }) => forgives.map((who) => countKey(limit, who)));
    await Promise.all(keys.map((key) => this.store.resetCount(key)));
  }
}
