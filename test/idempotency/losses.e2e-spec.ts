import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Client } from '../support/client.js';
import { expectProblem } from '../support/foreign/expectations.js';
import { done, outcome, pay, Paying, TRANSFER } from '../support/paying.js';
import { ask } from '../support/redis-client.js';
import { RedisServer } from '../support/redis-server.js';
import { eventually } from '../storage/eventually.js';

const LONG_MS = 60_000;

/** What goes wrong beside the call itself: with Redis' memory, with its records, with the replica that makes it. */
describe('a payment whose', () => {
  let redis: RedisServer;
  let paying: Paying;
  let first: Client;
  let second: Client;
  let waiting: ServerResponse | undefined;
  const key = (): string => randomUUID();

  beforeAll(async () => {
    redis = await RedisServer.start();
    paying = await Paying.start(2, { redis: redis.settings });
    [first, second] = (await paying.services()) as [Client, Client];
  }, LONG_MS);
  afterAll(async () => {
    await paying.end();
    await redis.stop();
  });
  beforeEach(() => {
    paying.arrived.length = 0;
    waiting = undefined;
    paying.answers((_request, response) => (waiting = response));
  });

  async function begun(client: Client, same: string, body = TRANSFER): Promise<{ reply: ReturnType<typeof pay> }> {
    const reply = pay(client, same, body);
    await eventually(() => Promise.resolve(waiting !== undefined));
    return { reply };
  }

  function answer(): void {
    if (waiting !== undefined) done(waiting);
  }

  it('store has no memory left is answered, and stored when it has', async () => {
    const same = key();
    const { reply } = await begun(first, same);
    await ask(redis, 'CONFIG', 'SET', 'maxmemory', '1');
    answer();
    expect((await reply).status).toBe(201);
    expectProblem(await pay(second, key()), { status: 503, code: 'session_store_unavailable', retryable: true });
    await ask(redis, 'CONFIG', 'SET', 'maxmemory', '0');

    await eventually(async () => (await outcome(second, same)).body.data?.status === 'succeeded');
    expect((await pay(second, same)).headers.get('idempotency-replayed')).toBe('true');
    expect(paying.arrived).toHaveLength(1);
  });

  it.each<[what: string, forget: () => Promise<unknown>]>([
    ['forgotten by its store', () => ask(redis, 'FLUSHALL')],
    [
      'lost with a store that keeps nothing',
      async () => {
        await redis.stop();
        await redis.run();
      },
    ],
  ])(
    'claim is %s while it runs is claimed again, and answered ever after',
    async (_what, forget) => {
      const same = key();
      const { reply } = await begun(first, same);
      await forget();
      // Renewed within 2.5 s: from then on nobody else makes the call.
      await eventually(async () => (await outcome(second, same)).body.data?.status === 'running');
      expectProblem(await pay(second, same), { status: 409, code: 'idempotency_in_progress' });
      answer();
      expect((await reply).status).toBe(201);
      expect((await pay(second, same)).headers.get('idempotency-replayed')).toBe('true');
      expect(paying.arrived).toHaveLength(1);
    },
    LONG_MS,
  );

  it('claim is forgotten just before its answer comes has its answer stored all the same', async () => {
    const same = key();
    const { reply } = await begun(first, same);
    await ask(redis, 'FLUSHALL');
    answer();
    expect((await reply).status).toBe(201);
    expect((await pay(second, same)).headers.get('idempotency-replayed')).toBe('true');
    expect(paying.arrived).toHaveLength(1);
  });

  it('key would end while it runs keeps it for as long as it runs, and a day', async () => {
    const same = key();
    const { reply } = await begun(first, same);
    const claims = (await ask(redis, 'KEYS', '*:claims:*')) as string[];
    for (const one of claims) await ask(redis, 'PEXPIRE', one, '4000');
    // Of all that there are, the one that runs.
    await eventually(async () => {
      const left = await Promise.all(claims.map(async (one) => Number(await ask(redis, 'PTTL', one))));
      return left.some((ms) => ms > 80_000_000);
    });
    answer();
    expect((await reply).status).toBe(201);
    expect((await pay(second, same)).headers.get('idempotency-replayed')).toBe('true');
  });

  it(
    'replica is told to stop is answered before it ends, and known to the others',
    async () => {
      const same = key();
      const stopping = await paying.add({ server: { drainSeconds: 0 } });
      const { reply } = await begun(first.at(stopping.url), same);
      const ended = stopping.stop('SIGTERM');
      answer();
      expect((await reply).status).toBe(201);
      expect(await ended).toBe(0);
      expect((await pay(second, same)).headers.get('idempotency-replayed')).toBe('true');
      expect(paying.arrived).toHaveLength(1);
    },
    LONG_MS,
  );

  it(
    'replica is killed before the answer comes is found at Migo by another one',
    async () => {
      const same = key();
      // Migo makes the transfer, and its answer is never heard.
      paying.answers((request, response, body) => {
        void passOn(paying, request, body).then(() => (waiting = response));
      });
      const victim = await paying.add();
      // Unlike those before it: Migo would show them alike.
      const body = { ...TRANSFER, amount: 31.25 };
      const { reply } = await begun(first.at(victim.url), same, body);
      void reply.catch(() => undefined);
      await victim.stop('SIGKILL');

      const known = await eventually(async () => {
        const told = await outcome(second, same);
        return told.body.data.status === 'succeeded' && told;
      });
      expect(known.body.data.evidence).toMatchObject({ by: 'transfers.listCardTransfers', id: expect.any(String) });
      const again = await pay(second, same, body);
      expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
      expect(paying.arrived).toHaveLength(1);
    },
    LONG_MS,
  );
});

async function passOn(
  { simulator }: Paying,
  { headers, method = 'POST' }: IncomingMessage,
  body: string,
): Promise<void> {
  const { authorization = '', 'x-application-id': application } = headers;
  const made = await fetch(`${simulator.urls.wallet}/cards/transfer`, {
    method,
    headers: {
      authorization,
      'content-type': 'application/json',
      ...(typeof application === 'string' && { 'x-application-id': application }),
    },
    body,
  });
  expect(made.status).toBe(201);
}
