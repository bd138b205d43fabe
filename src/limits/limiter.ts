import { Inject, Injectable } from '@nestjs/common';
import type { LimitsSettings } from '../config/limits.settings.js';
import { Settings } from '../config/settings.js';
import { Problem } from '../problems/problem.js';
import { type Count, KeyValueStore } from '../storage/key-value-store.js';

export type LimitName = keyof LimitsSettings;

export interface Taken extends Count {
  name: LimitName;
  limit: number;
  seconds: number;
}

/** Counts requests against the limits of the settings, in one place for all replicas. */
@Injectable()
export class Limiter {
  constructor(
    @Inject(KeyValueStore) private readonly store: KeyValueStore,
    private readonly settings: Settings,
  ) {}

  /**
   * Takes one request out of a limit. While the store is away nothing is let through: what is limited here guesses
   * codes, or makes Migo send messages.
   *
   * @throws Problem `rate_limited`
   * @throws StoreUnavailableError
   */
  async take(name: LimitName, who: string): Promise<Taken> {
    const { requests: limit, seconds } = this.settings.limits[name];
    const count = await this.store.count(keyOf(name, who), seconds * 1000);
    const taken = { ...count, name, limit, seconds };
    if (taken.count > limit) {
      throw new Problem('rate_limited', {
        headers: { ...limitHeaders(taken), 'retry-after': String(secondsLeft(taken)) },
      });
    }
    return taken;
  }

  /** Forgets what was counted, e.g. wrong codes after a right one. */
  forgive(name: LimitName, who: string): Promise<void> {
    return this.store.resetCount(keyOf(name, who));
  }
}

/** draft-ietf-httpapi-ratelimit-headers-10, sections 3 and 4. */
export function limitHeaders(taken: Taken): Record<'ratelimit' | 'ratelimit-policy', string> {
  const { name, limit, count, seconds } = taken;
  return {
    'ratelimit-policy': `"${name}";q=${limit};w=${seconds}`,
    ratelimit: `"${name}";r=${Math.max(0, limit - count)};t=${secondsLeft(taken)}`,
  };
}

function secondsLeft({ leftMs }: Count): number {
  return Math.max(1, Math.ceil(leftMs / 1000));
}

function keyOf(name: LimitName, who: string): string {
  return `limit:${name}:${who}`;
}
