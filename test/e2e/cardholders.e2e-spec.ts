import { Redis } from 'ioredis';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client, JOSE, type Reply } from '../support/client.js';
import { ORIGIN } from '../support/foreign/origins.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { SimulatorControl } from '../support/simulator-control.js';

const PARALLEL = 50;
const LOGIN = '/v1/auth/cardholder/login';
const SESSION = '/v1/auth/session';
const OWN_CARD = '/v1/cards/1001/statements';
const OTHERS_CARD = '/v1/cards/1002/statements';
const OCTOBER = { month: 10, year: 2026 };
const REFRESH = { upstream: 'wallet', path: '/users/auth/refresh' } as const;

describe('a cardholder', () => {
  const keyPrefix = `cardholder-${process.pid}`;
  let simulator: Simulator;
  let control: SimulatorControl;
  let replicas: GatewayProcess[];
  let anonymous: Client;
  let elsewhere: string;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    const config = { upstreams: upstreamsOf(simulator) };
    replicas = [await GatewayProcess.start({ config, keyPrefix }), await GatewayProcess.start({ config, keyPrefix })];
    anonymous = new Client(replicas[0]?.url ?? '');
    elsewhere = replicas[1]?.url ?? '';
  });

  afterAll(async () => {
    await simulator.close();
    await Promise.all(replicas.map((gateway) => gateway.stop()));
  });

  beforeEach(() => control.forgetCalls());
  afterEach(() => control.clearFaults());

  it('logs in with the application token of the partner, and is told who he is and no token', async () => {
    const { status, headers, body, text } = await anonymous.post(LOGIN, { ...JOSE, transport: 'token' });

    mustNotBeLogged(JOSE.password, String(body.data.sessionToken));
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      data: {
        caller: 'cardholder',
        partner: 'demo',
        user: { id: 'ch-000001', username: JOSE.username, name: '' },
        secondsLeft: { idle: 1800, absolute: expect.any(Number) },
        credentials: { wallet: 'active' },
        stepUpSecondsLeft: 0,
        sessionToken: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
        deviceToken: expect.any(String),
      },
    });
    expect(headers.getSetCookie()).toEqual([]);
    expect(text).not.toMatch(/eyJ|accessToken|refreshToken|rt_/);
    const [call] = await control.calls({ upstream: 'wallet', path: '/users/auth/login' });
    expect(call?.headers['authorization']).toMatch(/^Bearer eyJ/);
    expect(JSON.parse(call?.body ?? '')).toEqual(JOSE);
  });

  it('acts with his own token at the Wallet Gateway, which keeps him to his own cards', async () => {
    const jose = await anonymous.logInAsCardholder();
    const service = await anonymous.asService();

    expect((await jose.post(OWN_CARD, OCTOBER)).status).toBe(201);
    expect((await jose.post(OTHERS_CARD, OCTOBER)).status).toBe(403);
    expect((await service.post(OTHERS_CARD, OCTOBER)).status).toBe(201);

    const [own, , application] = await control.calls({ upstream: 'wallet', path: '/cards' });
    expect(own?.headers['authorization']).not.toBe(application?.headers['authorization']);
    expect(own?.headers['x-user-token']).toBeUndefined();
  });

  it('reaches nothing of operators', async () => {
    const jose = await anonymous.logInAsCardholder();

    for (const path of ['/v1/partners/partner-demo/cardholders', '/v1/transactions/search']) {
      expect(await jose.get(path)).toMatchObject({ status: 403, body: { code: 'caller_not_allowed' } });
    }
    expect(await control.calls({ upstream: 'cms' })).toEqual([]);
  });

  it.each([
    ['a wrong password', { ...JOSE, password: 'wrong-password-canary' }],
    ['an unknown user', { username: 'nobody@wallet.migo.test', password: 'wrong-password-canary' }],
  ])('is told no more than no for %s, as an operator is', async (_what, credentials) => {
    mustNotBeLogged('wrong-password-canary');
    const operator = { email: 'nobody@demo.migo.test', password: 'wrong-password-canary' };

    const replies = [
      await anonymous.post(LOGIN, credentials),
      await anonymous.post('/v1/auth/operator/login', operator),
    ];

    const [cardholders, operators] = replies.map(({ status, body: { requestId: _, instance: __, ...body } }) => ({
      status,
      body,
    }));
    expect(cardholders).toMatchObject({ status: 401, body: { code: 'login_failed' } });
    expect(cardholders).toEqual(operators);
  });

  it.each([
    ['no user name', { password: 'x' }, 'username'],
    ['no password', { username: 'x' }, 'password'],
    ['an unknown partner', { ...JOSE, partner: 'other' }, 'partner'],
    ['a user name that is no text', { ...JOSE, username: { $ne: '' } }, 'username'],
  ])('is told what is wrong with a login with %s', async (_what, body, field) => {
    const reply = await anonymous.post(LOGIN, body);

    expect(reply).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect(reply.body.errors.map((error: { field: string }) => error.field)).toContain(field);
    expect(await control.calls({ upstream: 'wallet', path: '/users' })).toEqual([]);
  });

  it('in a browser needs the CSRF header and his own origin', async () => {
    const login = await anonymous.post(LOGIN, JOSE, { headers: { origin: ORIGIN } });
    const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    mustNotBeLogged(cookie.split('=')[1] ?? '');
    const call = (headers: Record<string, string>): Promise<Reply> =>
      anonymous.post(OWN_CARD, OCTOBER, { headers: { cookie, ...headers } });

    expect(login.text).not.toContain('sessionToken');
    expect((await call({ origin: ORIGIN })).body.code).toBe('csrf_header_missing');
    expect((await call({ origin: 'https://evil.example', 'x-migo-csrf': '1' })).body.code).toBe('origin_not_allowed');
    expect((await call({ origin: ORIGIN, 'x-migo-csrf': '1' })).status).toBe(201);
    expect((await anonymous.post(LOGIN, JOSE, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
  });

  it('has his token refreshed once over two replicas, and no refresh token is sent twice', async () => {
    const jose = await anonymous.logInAsCardholder();
    await control.forgetCalls();

    for (let round = 0; round < 3; round += 1) {
      await control.expireTokens({ upstream: 'wallet', kind: 'user' });
      const replies = await Promise.all(
        Array.from({ length: PARALLEL }, (_, index) =>
          (index % 2 === 0 ? jose : jose.at(elsewhere)).post(OWN_CARD, OCTOBER),
        ),
      );
      expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    }

    const sent = (await control.calls(REFRESH)).map(({ body }) => String(JSON.parse(body).refreshToken));
    expect(sent).toHaveLength(3);
    expect(new Set(sent).size).toBe(3);
  });

  it('must log in again when the Wallet Gateway refuses to refresh, and nobody else must', async () => {
    const [jose, other] = [await anonymous.logInAsCardholder(), await anonymous.logInAsCardholder()];
    await control.expireTokens({ upstream: 'wallet', kind: 'user' });
    await control.fault({ ...REFRESH, kind: 'status', status: 401, times: 1 });

    const ended = await jose.post(OWN_CARD, OCTOBER);

    expect(ended).toMatchObject({ status: 401, body: { code: 'session_expired', upstream: 'wallet' } });
    expect((await jose.get(SESSION)).body.data.credentials).toEqual({ wallet: 'reauth_required' });
    expect((await other.post(OWN_CARD, OCTOBER)).status).toBe(201);
  });

  it('keeps his session while the refresh fails for another reason', async () => {
    const jose = await anonymous.logInAsCardholder();
    await control.expireTokens({ upstream: 'wallet', kind: 'user' });
    await control.fault({ ...REFRESH, kind: 'status', status: 503 });

    const refused = await jose.post(OWN_CARD, OCTOBER);
    await control.clearFaults();
    await new Promise((wake) => setTimeout(wake, 1100));

    expect(refused).toMatchObject({ status: 503, body: { code: 'credential_unavailable' } });
    expect((await jose.post(OWN_CARD, OCTOBER)).status).toBe(201);
  });

  it('logs out on every replica, and his tokens are gone from the store', async () => {
    const jose = await anonymous.logInAsCardholder();
    expect((await jose.at(elsewhere).get(SESSION)).body.data.caller).toBe('cardholder');
    const redis = new Redis(process.env['REDIS_TEST_URL'] ?? '');
    const keysOf = (): Promise<string[]> => redis.keys(`${keyPrefix}:token:session:*:wallet`);
    const before = await keysOf();

    expect((await jose.delete(SESSION)).body).toEqual({ success: true });

    expect((await jose.get(SESSION)).body.code).toBe('session_invalid');
    expect(await keysOf()).toHaveLength(before.length - 1);
    redis.disconnect();
  });

  it('can log in where Migo calls path and fields otherwise', async () => {
    const moved = { paths: { userLogin: '/auth/login', userRefresh: '/auth/refresh' } };
    const upstreams = upstreamsOf(simulator) as { wallet: object };
    const wallet = { ...upstreams.wallet, ...moved, userLoginFields: { username: 'email', password: 'secret' } };
    const gateway = await GatewayProcess.start({ config: { upstreams: { ...upstreams, wallet } } });
    replicas.push(gateway);

    await new Client(gateway.url).post(LOGIN, JOSE);

    const calls = await control.calls({ upstream: 'wallet', path: '/auth/login' });
    expect(calls.map(({ body }) => JSON.parse(body) as unknown)).toContainEqual({
      email: JOSE.username,
      secret: JOSE.password,
    });
  });
});
