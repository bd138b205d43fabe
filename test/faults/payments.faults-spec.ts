import { FailoverTrials } from '../support/failover-trial.js';

const TRIALS = Number(process.env['TRIALS'] ?? 200);
const TRIAL_MS = 60_000;
/** Between claim and call, and a little beyond. */
const SPAN_MS = 500;

it(
  `makes no payment twice in ${TRIALS} failovers between claim and call`,
  async () => {
    const trials = await FailoverTrials.start(TRIALS);
    try {
      const calls: number[] = [];
      for (let trial = 0; trial < TRIALS; trial += 1) calls.push((await trials.run((trial * SPAN_MS) / TRIALS)).calls);
      expect(calls.filter((count) => count > 1)).toEqual([]);
      // And it is made: a key that is refused for ever makes no payment twice either.
      expect(calls.filter((count) => count === 1).length).toBeGreaterThan(TRIALS / 2);
    } finally {
      await trials.end();
    }
  },
  TRIALS * TRIAL_MS,
);
