/**
 * The attack: to lock somebody out by wrong passwords in his name; or to have more tries at his password by a device that is known
 * for another account, by one that was made up, or by the right logins that he makes himself meanwhile.
 */
import { ATTACK_START_MS, AttackedGateway, expectRefusal } from '../support/attacked-gateway.js';
import { ANA, Client, JOSE, LUIS, type Reply } from '../support/client.js';
import { ORIGIN } from '../support/foreign/origins.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';

const TRIES = 5;
const OPERATOR = '/v1/auth/operator/login';
const CARDHOLDER = '/v1/auth/cardholder/login';
const LOCKED = { status: 429, code: 'rate_limited' };
const WRONG = 'Wrong-Pass-9!';

describe('locking somebody out', () => {
  let attacked: AttackedGateway;

  beforeAll(async () => {
    const limits = {
      login: { requests: TRIES, seconds: 900 },
      loginAddress: { requests: 2 * TRIES, seconds: 900 },
      refusalStepMs: 20,
    };
    attacked = await AttackedGateway.start(() => ({ limits, server: { trustedProxies: ['127.0.0.1'] } }), 2);
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());

  beforeEach(() => Promise.all([attacked.forgetAttempts(), attacked.control.forgetCalls()]));

  let sent = 0;
  const logIn = (path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Reply> => {
    sent += 1;
    return new Client(attacked.replicaUrl(sent)).post(path, body, { headers });
  };
  /** Of an address of one's own each time. */
  const guess = async (path: string, credentials: object, times = TRIES): Promise<void> => {
    for (let index = 0; index < times; index += 1)
      await logIn(path, { ...credentials, password: WRONG }, { 'x-forwarded-for': `198.51.100.${(sent % 250) + 1}` });
  };
  const deviceTokenOf = async (path: string, credentials: object): Promise<string> => {
    const { body } = await logIn(path, { ...credentials, transport: 'token' });
    const token = String(body.data.deviceToken);
    mustNotBeLogged(token);
    return token;
  };
  const deviceCookieOf = ({ headers }: Reply): string => {
    const cookie = headers.getSetCookie().find((one) => one.startsWith('__Host-migo_device=')) ?? '';
    expect(cookie).toMatch(/; Max-Age=15552000; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    return cookie.split(';')[0] ?? '';
  };

  it.each([
    ['an operator', OPERATOR, ANA],
    ['a cardholder', CARDHOLDER, JOSE],
  ])('%s is not, on a device that has logged in before', async (_who, path, credentials) => {
    const deviceToken = await deviceTokenOf(path, credentials);
    await guess(path, credentials, TRIES + 3);

    expectRefusal(await logIn(path, credentials), LOCKED);
    for (let index = 0; index < 3; index += 1)
      expect((await logIn(path, { ...credentials, transport: 'token', deviceToken })).status).toBe(200);
  });

  it('nobody is in a browser that has logged in before, after the logout too, or another’s login there', async () => {
    const origin = { origin: ORIGIN };
    const first = await logIn(OPERATOR, ANA, origin);
    const cookie = deviceCookieOf(first);
    const session = first.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const browser = new Client(attacked.url, {
      ...origin,
      cookie: `${session}; ${cookie}`,
      'x-migo-csrf': '1',
    });
    expect((await browser.delete('/v1/auth/session')).headers.getSetCookie()).toHaveLength(1);
    const second = deviceCookieOf(await logIn(OPERATOR, LUIS, { ...origin, cookie }));
    await guess(OPERATOR, ANA);
    await guess(OPERATOR, LUIS);

    for (const credentials of [ANA, LUIS]) {
      expectRefusal(await logIn(OPERATOR, credentials, origin), LOCKED);
      expect((await logIn(OPERATOR, credentials, { ...origin, cookie: second })).status).toBe(200);
    }
    expect((await logIn(OPERATOR, LUIS, { ...origin, cookie })).status).toBe(429);
  });

  it('is not done by the address that one shares with the attacker', async () => {
    const deviceToken = await deviceTokenOf(OPERATOR, ANA);
    for (let index = 0; index < 2 * TRIES; index += 1)
      await logIn(OPERATOR, { email: `victim${index}@demo.migo.test`, password: WRONG });

    expectRefusal(await logIn(OPERATOR, LUIS), LOCKED);
    expect((await logIn(OPERATOR, { ...ANA, deviceToken })).status).toBe(200);
  });

  it('a stolen device has as many tries as an account, and no more for the right logins of its owner', async () => {
    const deviceToken = await deviceTokenOf(OPERATOR, ANA);
    await attacked.control.forgetCalls();

    const statuses: number[] = [];
    for (let index = 0; index < TRIES + 2; index += 1) {
      statuses.push((await logIn(OPERATOR, { ...ANA, password: WRONG, deviceToken })).status);
      expect((await logIn(OPERATOR, ANA)).status).toBe(200);
    }

    expect(statuses).toEqual([...Array.from({ length: TRIES }, () => 401), 429, 429]);
  });

  it('the right logins of a known device give strangers no more tries', async () => {
    const deviceToken = await deviceTokenOf(OPERATOR, ANA);
    await attacked.control.forgetCalls();

    for (let index = 0; index < 2 * TRIES; index += 1) {
      await guess(OPERATOR, ANA, 1);
      await logIn(OPERATOR, { ...ANA, deviceToken });
    }

    const calls = await attacked.control.calls({ upstream: 'cms', path: '/app/users/login' });
    expect(calls.filter(({ body }) => body.includes(WRONG))).toHaveLength(TRIES);
  });

  it.each<[what: string, token: (own: string, other: string) => string]>([
    ['of another account', (_own, other) => other],
    ['that was altered', (own) => `${own.slice(0, -2)}${own.endsWith('AA') ? 'BB' : 'AA'}`],
    ['that was cut', (own) => own.slice(0, 30)],
    ['without a key', (own) => own.split('.')[1] ?? ''],
    ['that is empty', () => ''],
  ])('a device token %s is none', async (_what, of) => {
    const token = of(await deviceTokenOf(OPERATOR, ANA), await deviceTokenOf(OPERATOR, LUIS));
    await guess(OPERATOR, ANA);

    expectRefusal(await logIn(OPERATOR, { ...ANA, deviceToken: token }), LOCKED);
    expectRefusal(await logIn(OPERATOR, ANA, { cookie: `__Host-migo_device=${token}` }), LOCKED);
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
