import { latencyMs } from './latency.js';

const TIMES = 20_000;

describe('a latency profile', () => {
  const sorted = (profile: Parameters<typeof latencyMs>[0]): number[] =>
    Array.from({ length: TIMES }, () => latencyMs(profile)).sort((a, b) => a - b);
  const quantile = (times: readonly number[], part: number): number => times[Math.floor(part * times.length)] ?? NaN;

  it('is fixed', () => {
    expect(new Set(sorted({ delayMs: 70, maxDelayMs: undefined, p99DelayMs: undefined }))).toEqual(new Set([70]));
  });

  it('is spread evenly', () => {
    const times = sorted({ delayMs: 100, maxDelayMs: 300, p99DelayMs: undefined });
    expect(times[0]).toBeGreaterThanOrEqual(100);
    expect(times.at(-1)).toBeLessThan(300);
    expect(quantile(times, 0.25)).toBeCloseTo(150, -1);
    expect(quantile(times, 0.5)).toBeCloseTo(200, -1);
  });

  it('has a tail, of which one call in a hundred is beyond the 99th percentile', () => {
    const times = sorted({ delayMs: 40, maxDelayMs: undefined, p99DelayMs: 2000 });
    expect(quantile(times, 0.5)).toBeGreaterThan(36);
    expect(quantile(times, 0.5)).toBeLessThan(44);
    expect(quantile(times, 0.99)).toBeGreaterThan(1500);
    expect(quantile(times, 0.99)).toBeLessThan(2600);
    expect(times.at(-1)).toBeLessThanOrEqual(8000);
  });
});
