import { sharedClock } from '../../src/storage/shared-clock.js';
import { openRedisStore } from './stores.js';

const HOUR_MS = 3_600_000;

/** Redis runs on this machine: its time is that of the machine. */
function offMs(realNow: number): number {
  return Math.abs(sharedClock.now() - realNow);
}

describe('the clock of all replicas', () => {
  it.each([-HOUR_MS, HOUR_MS])('is set by that of Redis where the machine was %i ms off at the start', async (step) => {
    sharedClock.follow(Date.now() + step, performance.now());
    expect(offMs(Date.now())).toBeGreaterThan(HOUR_MS / 2);

    const store = await openRedisStore();

    expect(offMs(Date.now())).toBeLessThan(HOUR_MS / 2);
    await store.close();
  });
});
