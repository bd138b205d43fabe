import { randomUUID } from 'node:crypto';
import { expectProblem } from '../support/foreign/expectations.js';
import { FailoverTrials } from '../support/failover-trial.js';
import { done, pay, Paying } from '../support/paying.js';
import { RedisServer } from '../support/redis-server.js';

const LONG_MS = 120_000;

describe('a payment while Redis fails over', () => {
  it(
    'is made at most once, where the primary is killed at or after the claim',
    async () => {
      const trials = await FailoverTrials.start(2);
      try {
        for (const killAfterMs of [0, 300]) {
          const { calls, replies } = await trials.run(killAfterMs);
          expect(calls).toBeLessThanOrEqual(1);
          // And it is made in the end, unless nobody knows.
          if (replies.at(-1)?.status === 201) expect(calls).toBe(1);
        }
      } finally {
        await trials.end();
      }
    },
    LONG_MS,
  );

  it(
    'is not made where no replica of Redis acknowledges the claim',
    async () => {
      const redis = await RedisServer.start();
      const paying = await Paying.start(1, { redis: redis.settings, idempotency: { replicas: 1, replicasMs: 50 } });
      try {
        paying.answers((_request, response) => {
          done(response);
        });
        const [service] = await paying.services();
        if (service === undefined) throw new Error('no replica');
        expectProblem(await pay(service, randomUUID()), {
          status: 503,
          code: 'session_store_unavailable',
          retryable: true,
        });
        expect(paying.arrived).toEqual([]);
      } finally {
        await paying.end();
        await redis.stop();
      }
    },
    LONG_MS,
  );
});
