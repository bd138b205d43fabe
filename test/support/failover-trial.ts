import { randomUUID } from 'node:crypto';
import { eventually, pause } from '../storage/eventually.js';
import type { Reply } from './client.js';
import { done, outcome, pay, Paying } from './paying.js';
import { RedisSentinels } from './redis-sentinels.js';

/** Milliseconds that the login takes between a claim and its call. */
const LOGIN_MS = 400;

/**
 * The primary is killed while a payment has its claim and waits for its token; whoever sent it goes on sending it until it is
 * answered. Gives how often Migo was called.
 */
export async function payThroughFailover(killAfterMs: number): Promise<{ calls: number; replies: Reply[] }> {
  const sentinels = await RedisSentinels.start();
  const paying = await Paying.start(2, { redis: sentinels.settings, idempotency: { replicas: 1 } });
  try {
    const [first, second] = await paying.services();
    if (first === undefined || second === undefined) throw new Error('no replicas');
    paying.answers((_request, response) => {
      done(response);
    });
    await paying.control.fault({ upstream: 'wallet', path: '/auth/login', kind: 'slow', delayMs: LOGIN_MS });
    const key = randomUUID();
    const begun = pay(first, key);
    await eventually(async () => (await outcome(second, key)).body.data?.status === 'running');
    await pause(killAfterMs);
    await sentinels.primary.stop();
    const replies = [await begun];
    await eventually(() => sentinels.isPromoted());
    // It comes back as a replica: without any, nobody could acknowledge a claim.
    await sentinels.primary.run();
    await eventually(() => sentinels.isDemoted());
    await eventually(async () => {
      const reply = await pay(second, key);
      replies.push(reply);
      return [201, 504].includes(reply.status);
    });
    return { calls: paying.arrived.length, replies };
  } finally {
    await paying.end();
    await sentinels.stop();
  }
}
