import { randomBytes, randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Client } from '../support/client.js';
import { expectProblem } from '../support/foreign/expectations.js';
import { outcome, pay, Paying, TRANSFER } from '../support/paying.js';

const LONG_MS = 60_000;
const secret = (): string => randomBytes(32).toString('base64');
const OLD = { id: 'k1', secret: secret() };
const NEW = { id: 'k2', secret: secret() };

/** The session keys encrypt what is stored, and hash what requests are compared by: a rotation must not make a payment anew. */
describe('a key of a payment', () => {
  let paying: Paying;
  /** Replicas before the rotation, in it, and after the old key was taken away. */
  let before: Client;
  let amid: Client;
  let after: Client;
  const key = (): string => randomUUID();

  beforeAll(async () => {
    paying = await Paying.start(1, { sessions: { keys: [OLD] } });
    await paying.add({ sessions: { keys: [NEW, OLD] } });
    await paying.add({ sessions: { keys: [NEW] } });
    [before, amid, after] = (await paying.services()) as [Client, Client, Client];
  }, LONG_MS);
  afterAll(() => paying.end());
  beforeEach(() => {
    paying.reset();
  });

  it('is answered alike after a rotation, and refused with another request', async () => {
    const same = key();
    const first = await pay(before, same);
    const again = await pay(amid, same);
    expect([again.status, again.text, again.headers.get('idempotency-replayed')]).toEqual([201, first.text, 'true']);
    expectProblem(await pay(amid, same, { ...TRANSFER, amount: 1 }), { status: 422, code: 'idempotency_key_reused' });
    expect(paying.arrived).toHaveLength(1);
  });

  it('of which nothing can be read any more is unknown, and never sent again', async () => {
    const same = key();
    await pay(before, same);
    for (const body of [TRANSFER, { ...TRANSFER, amount: 1 }])
      expectProblem(await pay(after, same, body), { status: 504, code: 'outcome_unknown', retryable: false });
    expect((await outcome(after, same)).body.data).toMatchObject({ status: 'unknown', sent: true });
    expect(paying.arrived).toHaveLength(1);
  });

  it('is settled by evidence that came after a rotation', async () => {
    const [lost, other] = [key(), key()];
    paying.answers((_request, response) => response.destroy());
    await pay(before, lost);
    paying.answers((_request, response) => {
      response.writeHead(409, { 'content-type': 'application/json' });
      response.end('{"success":false,"errors":[{"code":"7006","message":"EXTERNAL_ID_ALREADY_EXISTS"}]}');
    });
    expectProblem(await pay(amid, other), { status: 409, code: 'conflict' });
    expect((await outcome(amid, lost)).body.data).toMatchObject({ status: 'succeeded', evidence: { by: 'conflict' } });
  });

  it.each<[what: string, fields: (route: string) => Record<string, string>, status: number]>([
    ['an answer of another format', (route) => ({ [`${route}:answer`]: 'v9.AAAA' }), 504],
    ['a hash of another format', (route) => ({ [`${route}:print`]: 'sha512:abc' }), 504],
    ['facts of another format', (route) => ({ [`${route}:facts`]: '{}' }), 201],
    ['a state that nobody knows', (route) => ({ [`${route}:state`]: 'archived' }), 503],
  ])('whose record has %s is never sent again', async (_what, fields, status) => {
    const same = key();
    const redis = new Redis(process.env['REDIS_TEST_URL'] ?? '');
    try {
      const known = new Set(await redis.keys(`${paying.keyPrefix}:claims:*`));
      await pay(before, same);
      const [claim = ''] = (await redis.keys(`${paying.keyPrefix}:claims:*`)).filter((one) => !known.has(one));
      await redis.hset(claim, fields('transfers.createTransfer'));
    } finally {
      redis.disconnect();
    }
    expect((await pay(before, same)).status).toBe(status);
    expect((await outcome(before, same)).status).toBe(status === 503 ? 503 : 200);
    expect(paying.arrived).toHaveLength(1);
  });
});
