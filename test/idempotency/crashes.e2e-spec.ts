import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Client } from '../support/client.js';
import { expectProblem } from '../support/foreign/expectations.js';
import { done, outcome, pay, Paying } from '../support/paying.js';
import { RedisServer } from '../support/redis-server.js';
import { eventually, pause } from '../storage/eventually.js';

const LONG_MS = 60_000;
const KNOWN_MS = 10_000;

/** Acceptance: a replica is killed at each step of a call; no other makes it again, and each says within 10 s what is known. */
describe('a replica that is killed', () => {
  let redis: RedisServer;
  let paying: Paying;
  let victim: Client;
  let witness: Client;
  const key = (): string => randomUUID();

  beforeEach(async () => {
    redis = await RedisServer.start();
    paying = await Paying.start(2, { redis: redis.settings });
    [victim, witness] = (await paying.services()) as [Client, Client];
  }, LONG_MS);
  afterEach(async () => {
    await paying.end();
    await redis.stop();
  });

  async function kill(): Promise<void> {
    await paying.gateways[0]?.stop('SIGKILL');
  }

  async function unknownInTime(same: string): Promise<void> {
    const killedAt = performance.now();
    await eventually(async () => (await outcome(witness, same)).body.data?.status === 'unknown');
    expect(performance.now() - killedAt).toBeLessThan(KNOWN_MS);
  }

  async function isNeverSentAgain(same: string): Promise<void> {
    expectProblem(await pay(witness, same), { status: 504, code: 'outcome_unknown', retryable: false });
    expect(paying.arrived).toHaveLength(1);
  }

  it(
    'before it has sent anything leaves a key that is as good as new',
    async () => {
      const same = key();
      await paying.control.fault({ upstream: 'wallet', path: '/auth/login', kind: 'hang' });
      void pay(victim, same).catch(() => undefined);
      await eventually(async () => (await outcome(witness, same)).body.data?.status === 'running');
      await kill();
      await paying.control.clearFaults();
      paying.answers((_request, response) => {
        done(response);
      });

      await unknownInTime(same);
      expect((await outcome(witness, same)).body.data).toMatchObject({ sent: false });
      expect(paying.arrived).toEqual([]);
      expect((await pay(witness, same)).status).toBe(201);
      expect(paying.arrived).toHaveLength(1);
    },
    LONG_MS,
  );

  it(
    'once it has sent leaves an outcome that is unknown',
    async () => {
      const same = key();
      let waiting: ServerResponse | undefined;
      paying.answers((_request, response) => (waiting = response));
      void pay(victim, same).catch(() => undefined);
      await eventually(() => Promise.resolve(waiting !== undefined));
      expectProblem(await pay(witness, same), { status: 409, code: 'idempotency_in_progress' });
      await kill();

      await unknownInTime(same);
      await isNeverSentAgain(same);
    },
    LONG_MS,
  );

  it(
    'when Migo has answered, and it has not read that, leaves an outcome that is unknown',
    async () => {
      const same = key();
      let waiting: ServerResponse | undefined;
      paying.answers((_request, response) => (waiting = response));
      void pay(victim, same).catch(() => undefined);
      await eventually(() => Promise.resolve(waiting !== undefined));
      process.kill(paying.gateways[0]?.pid ?? 0, 'SIGSTOP');
      if (waiting !== undefined) done(waiting);
      await pause(200);
      await kill();

      await unknownInTime(same);
      await isNeverSentAgain(same);
    },
    LONG_MS,
  );

  it(
    'while the answer is on its way to the store leaves what the store has of it',
    async () => {
      const same = key();
      let waiting: ServerResponse | undefined;
      paying.answers((_request, response) => (waiting = response));
      void pay(victim, same).catch(() => undefined);
      await eventually(() => Promise.resolve(waiting !== undefined));
      redis.pause();
      if (waiting !== undefined) done(waiting);
      await pause(500);
      await kill();
      redis.resume();

      // Its last command lies in the socket of Redis, or was never written.
      await eventually(async () => {
        const { status } = (await outcome(witness, same)).body.data;
        return status === 'unknown' || status === 'succeeded';
      });
      const again = await pay(witness, same);
      expect([201, 504]).toContain(again.status);
      expect(paying.arrived).toHaveLength(1);
    },
    LONG_MS,
  );

  it(
    'while Redis is away answers all the same, and stores the answer when Redis is back',
    async () => {
      const same = key();
      let waiting: ServerResponse | undefined;
      paying.answers((_request, response) => (waiting = response));
      const first = pay(victim, same);
      await eventually(() => Promise.resolve(waiting !== undefined));
      redis.pause();
      if (waiting !== undefined) done(waiting);
      expect((await first).status).toBe(201);
      redis.resume();

      await eventually(async () => (await outcome(witness, same)).body.data?.status === 'succeeded');
      expect((await pay(witness, same)).headers.get('idempotency-replayed')).toBe('true');
      expect(paying.arrived).toHaveLength(1);
    },
    LONG_MS,
  );

  it(
    'is called by nobody while Redis is away',
    async () => {
      const same = key();
      paying.answers((_request, response) => {
        done(response);
      });
      expect((await pay(victim, same)).status).toBe(201);
      redis.pause();
      const reply = await pay(victim, key());
      redis.resume();
      expectProblem(reply, { status: 503, code: 'session_store_unavailable', retryable: true });
      expect(paying.arrived).toHaveLength(1);
    },
    LONG_MS,
  );
});
