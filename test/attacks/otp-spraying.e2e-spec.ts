/**
 * The attack: to hit a one-time code by many tries that look like few: from many sessions of one user, over two replicas, at
 * once, from many addresses, over both doors, with one code for many accounts, under many spellings of one account; or to have
 * Migo send somebody hundreds of codes.
 */
import { randomUUID } from 'node:crypto';
import { ATTACK_START_MS, AttackedGateway, expectRefusal } from '../support/attacked-gateway.js';
import { Client, type Reply } from '../support/client.js';
import { ORIGIN } from '../support/foreign/origins.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';

const OTP = '/v1/auth/otp';
const USER_OTP = '/v1/users/auth/otp';
const TRIES = 5;
const ACCOUNT_TRIES = 4;
const ADDRESS_TRIES = 12;
const PEDRO = { email: 'pedro@demo.migo.test', password: 'Demo-Pass-4!' };
const LUIS = { email: 'luis@demo.migo.test', password: 'Demo-Pass-2!' };
const WRONG = { otp: '000000' };
const LOCKED = { status: 429, code: 'rate_limited' };

describe('spraying one-time codes', () => {
  let attacked: AttackedGateway;
  let replicas: string[];
  let gateways: GatewayProcess[];

  beforeAll(async () => {
    attacked = await AttackedGateway.start();
    const config = {
      upstreams: upstreamsOf(attacked.simulator),
      server: { trustedProxies: ['127.0.0.1'] },
      limits: {
        account: { requests: ACCOUNT_TRIES, seconds: 900 },
        public: { requests: ADDRESS_TRIES, seconds: 900 },
      },
    };
    const keyPrefix = `spray-${randomUUID()}`.slice(0, 32);
    gateways = await Promise.all([
      GatewayProcess.start({ config, keyPrefix }),
      GatewayProcess.start({ config, keyPrefix }),
    ]);
    replicas = gateways.map(({ url }) => url);
  }, ATTACK_START_MS);

  afterAll(async () => {
    await attacked.close();
    await Promise.all(gateways.map((gateway) => gateway.stop()));
  });

  beforeEach(() => attacked.control.forgetCalls());

  const replica = (index: number): Client => new Client(replicas[index % replicas.length] ?? '');
  const countOf = (replies: readonly Reply[], status: number): number =>
    replies.filter((reply) => reply.status === status).length;

  it('has five tries at a user, with as many sessions and replicas as one likes, also at once', async () => {
    const sessions = await Promise.all(Array.from({ length: 6 }, (_, index) => replica(index).logIn(PEDRO)));
    await sessions[0]?.post(OTP, {});
    await attacked.control.forgetCalls();

    const tries = await Promise.all(
      [...sessions, ...sessions].map((session) => session.send('PUT', OTP, { body: WRONG })),
    );

    expect(countOf(tries, 400)).toBe(TRIES);
    expect(countOf(tries, 429)).toBe(tries.length - TRIES);
    expect(await attacked.control.calls({ method: 'PUT', path: '/app/users/auth/otp' })).toHaveLength(TRIES);
  });

  it('has no more after a new login, nor with the right code', async () => {
    const again = await replica(1).logIn(PEDRO);
    const otp = await attacked.control.otp(PEDRO.email);
    await attacked.control.forgetCalls();

    const reply = await again.send('PUT', OTP, { body: { otp } });

    expectRefusal(reply, LOCKED, otp);
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(await attacked.control.calls({ path: '/app/users/auth/otp' })).toEqual([]);
  });

  it('locks nobody else', async () => {
    const luis = await replica(0).logIn(LUIS);
    await luis.post(OTP, {});

    const reply = await luis.send('PUT', OTP, { body: { otp: await attacked.control.otp(LUIS.email) } });

    expect(reply.status).toBe(200);
  });

  it('cannot have hundreds of codes sent', async () => {
    const luis = await replica(0).logIn(LUIS);
    await attacked.control.forgetCalls();

    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, index) => luis.at(replicas[index % 2] ?? '').post(OTP, {})),
    );

    const sent = await attacked.control.calls({ method: 'POST', path: '/app/users/auth/otp' });
    expect(sent.length).toBeLessThanOrEqual(TRIES);
    expect(countOf(asked, 429)).toBe(asked.length - sent.length);
  });

  describe('without a login', () => {
    const tried = (index: number, email: unknown, from: string): Promise<Reply> =>
      replica(index).send('PUT', USER_OTP, {
        body: { email, purpose: 'pin_change', ...WRONG },
        headers: { origin: ORIGIN, 'x-forwarded-for': from },
      });

    it('has few tries at an account, from as many addresses as one likes', async () => {
      const tries = await Promise.all(
        Array.from({ length: 10 }, (_, index) => tried(index, 'ana@wallet.migo.test', `198.51.100.${index}`)),
      );

      expect(countOf(tries, 429)).toBe(tries.length - ACCOUNT_TRIES);
      expect(await attacked.control.calls({ upstream: 'wallet', path: '/users/auth/otp' })).toHaveLength(ACCOUNT_TRIES);
    });

    it.each(['ANA@wallet.migo.test', 'Ana@Wallet.Migo.Test'])('has no more for spelling it %s', async (email) => {
      expectRefusal(await tried(0, email, '198.51.100.200'), LOCKED, email);
      expect(await attacked.control.calls({ upstream: 'wallet', path: '/users/auth/otp' })).toEqual([]);
    });

    it('has no try at an account that is no text', async () => {
      const victim = 'jose@wallet.migo.test';
      const spellings = [[victim], [victim, 1], { email: victim }, { $eq: victim }, 5, true, null, [[victim]]];
      const tries = await Promise.all(
        spellings.map((email, index) => tried(index, email, `198.51.100.${100 + index}`)),
      );

      expect(countOf(tries, 400)).toBe(tries.length);
      expect(await attacked.control.calls({ upstream: 'wallet', path: '/users/auth/otp' })).toEqual([]);
    });

    it('has few accounts to try one code at, from one address', async () => {
      const tries = await Promise.all(
        Array.from({ length: 30 }, (_, index) => tried(index, `victim${index}@wallet.migo.test`, '203.0.113.50')),
      );

      expect(countOf(tries, 429)).toBe(tries.length - ADDRESS_TRIES);
      const sent = await attacked.control.calls({ upstream: 'wallet', path: '/users/auth/otp' });
      expect(sent).toHaveLength(ADDRESS_TRIES);
    });

    it('has no more tries at an account by a login of its own', async () => {
      const jose = await replica(0).logInAsCardholder();
      await attacked.control.forgetCalls();

      const tries = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          jose.at(replicas[index % 2] ?? '').send('PUT', USER_OTP, {
            body: { email: 'luis@wallet.migo.test', purpose: 'pin_change', ...WRONG },
          }),
        ),
      );

      expect(countOf(tries, 429)).toBe(tries.length - ACCOUNT_TRIES);
      expect(await attacked.control.calls({ upstream: 'wallet', path: '/users/auth/otp' })).toHaveLength(ACCOUNT_TRIES);
    });
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
