import type { LimitSettings } from '../config/sections/limits.settings.js';
import type { Metrics } from '../observability/metrics.js';
import { Problem } from '../problems/problem.js';
import type { Count } from '../storage/key-value-store.js';

/** A limit: so many in a window. */
export interface Limit extends LimitSettings {
  /** In headers, metrics and the audit log. */
  name: string;
}

/** A limit after a request was counted against it. */
export interface Taken extends Count {
  limit: Limit;
}

export function limitOf<Name extends string>(name: Name, { requests, seconds }: LimitSettings): Limit & { name: Name } {
  return { name, requests, seconds };
}

type LimitHeaders = Record<'ratelimit' | 'ratelimit-policy', string>;

/** draft-ietf-httpapi-ratelimit-headers-10, sections 3 and 4: both are lists, one member a limit. */
export function limitHeaders(...taken: readonly Taken[]): LimitHeaders {
  return {
    'ratelimit-policy': taken.map(({ limit }) => `"${limit.name}";q=${limit.requests};w=${limit.seconds}`).join(', '),
    ratelimit: taken.map((one) => `"${one.limit.name}";r=${leftOf(one)};t=${secondsLeft(one)}`).join(', '),
  };
}

/** What a request is told that was one too many. */
export function refusalOf(taken: Taken, metrics: Metrics): Problem {
  metrics.limited.inc({ limit: taken.limit.name });
  return new Problem('rate_limited', {
    headers: { ...limitHeaders(taken), 'retry-after': String(secondsLeft(taken)) },
  });
}

export function countKey({ name }: Pick<Limit, 'name'>, who: string): string {
  return `limit:${name}:${who}`;
}

function leftOf({ limit, count }: Taken): number {
  return Math.max(0, limit.requests - count);
}

function secondsLeft({ leftMs }: Count): number {
  return Math.max(1, Math.ceil(leftMs / 1000));
}
