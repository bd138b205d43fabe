import { payThroughFailover } from '../support/failover-trial.js';

const TRIALS = Number(process.env['TRIALS'] ?? 200);
const TRIAL_MS = 60_000;
/** Between claim and call, and a little beyond. */
const SPAN_MS = 500;

it(
  `makes no payment twice in ${TRIALS} failovers between claim and call`,
  async () => {
    const calls: number[] = [];
    for (let trial = 0; trial < TRIALS; trial += 1) {
      calls.push((await payThroughFailover((trial * SPAN_MS) / TRIALS)).calls);
    }
    expect(calls.filter((count) => count > 1)).toEqual([]);
    expect(calls.length).toBe(TRIALS);
  },
  TRIALS * TRIAL_MS,
);
