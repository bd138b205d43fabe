import type { Fault } from '../faults.js';

/** The standard normal distribution's 99th percentile. */
const Z99 = 2.326;
/** So that a test never waits for the very end of the tail. */
const MAX_TAIL = 4;

/**
 * How long a call takes by a latency profile, in milliseconds: fixed; evenly spread up to `maxDelayMs`; or log-normal, as
 * service times are, by its median and its 99th percentile.
 */
export function latencyMs(
  { delayMs = 0, maxDelayMs, p99DelayMs }: Pick<Fault, 'delayMs' | 'maxDelayMs' | 'p99DelayMs'>,
  random: () => number = Math.random,
): number {
  if (maxDelayMs !== undefined) return delayMs + random() * (maxDelayMs - delayMs);
  if (p99DelayMs === undefined) return delayMs;
  const median = Math.max(delayMs, 1);
  const sigma = Math.log(Math.max(p99DelayMs, median) / median) / Z99;
  return Math.min(median * Math.exp(sigma * normal(random)), MAX_TAIL * p99DelayMs);
}

// Box and Muller.
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
