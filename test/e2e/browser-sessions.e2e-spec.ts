import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, Client, type Reply } from '../support/client.js';
import { ORIGIN } from '../support/foreign/origins.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { SimulatorControl } from '../support/simulator-control.js';

const COOKIE = '__Host-migo_session';
const LOGIN = '/v1/auth/operator/login';
const SESSION = '/v1/auth/session';
const STATEMENTS = '/v1/cards/1001/statements';
const STATEMENT = { month: 10, year: 2026 };
const SEEN_WITHIN_MS = 1000;

/** All attributes of the one cookie that an answer sets, without its value. */
function cookieOf({ headers }: Reply): { name: string; value: string; attributes: string[] } {
  const [device = [], cookies = []] = [true, false].map((isDevice) =>
    headers.getSetCookie().filter((cookie) => cookie.startsWith('__Host-migo_device=') === isDevice),
  );
  expect(cookies).toHaveLength(1);
  expect(device.length).toBeLessThanOrEqual(1);
  const [pair = '', ...attributes] = (cookies[0] ?? '').split(/; */);
  const [name = '', value = ''] = pair.split('=');
  return { name, value, attributes: attributes.sort() };
}

describe('a browser session', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let replicas: GatewayProcess[];
  let anonymous: Client;
  let browser: Client;
  let cookie: string;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    const config = { upstreams: upstreamsOf(simulator) };
    const keyPrefix = `browser-${process.pid}`;
    replicas = await Promise.all([
      GatewayProcess.start({ config, keyPrefix }),
      GatewayProcess.start({ config, keyPrefix }),
    ]);
    anonymous = new Client(replicas[0]?.url ?? '');
    const login = await anonymous.post(LOGIN, ANA, { headers: { origin: ORIGIN } });
    cookie = cookieOf(login).value;
    mustNotBeLogged(cookie, ANA.password);
    browser = new Client(replicas[0]?.url ?? '', { cookie: `${COOKIE}=${cookie}` });
  });

  afterAll(async () => {
    await simulator.close();
    await Promise.all(replicas.map((gateway) => gateway.stop()));
  });

  beforeEach(() => control.forgetCalls());

  describe('at login', () => {
    it('gives the handle in a cookie that no script and no other host can have, and nowhere else', async () => {
      const login = await anonymous.post(LOGIN, ANA, { headers: { origin: ORIGIN } });

      const { name, value, attributes } = cookieOf(login);
      mustNotBeLogged(value);
      expect(login.status).toBe(200);
      expect({ name, value }).toEqual({ name: COOKIE, value: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) });
      expect(attributes).toEqual(['HttpOnly', 'Max-Age=43200', 'Path=/', 'SameSite=Strict', 'Secure']);
      expect(login.text).not.toContain(value);
      expect(login.text).not.toContain('sessionToken');
      expect(login.text).not.toMatch(/eyJ|accessToken|refreshToken/);
    });

    it('sets no cookie where the client wants a bearer handle', async () => {
      const login = await anonymous.post(LOGIN, { ...ANA, transport: 'token' });

      mustNotBeLogged(login.body.data.sessionToken);
      expect(login.body.data.sessionToken).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(login.headers.getSetCookie()).toEqual([]);
    });

    it.each(['cookie', 'token'])('is never kept by a cache (%s)', async (transport) => {
      const login = await anonymous.post(LOGIN, { ...ANA, transport }, { headers: { origin: ORIGIN } });

      mustNotBeLogged(String(login.body.data.sessionToken ?? cookieOf(login).value));
      expect(login.headers.get('cache-control')).toMatch(/no-store/);
    });

    it.each([
      ['a wrong password', { email: ANA.email, password: 'wrong-password-canary' }],
      ['an unknown user', { email: 'nobody@demo.migo.test', password: 'wrong-password-canary' }],
    ])('does not say more than no to %s', async (_who, credentials) => {
      mustNotBeLogged('wrong-password-canary');
      const { status, headers, body } = await anonymous.post(LOGIN, credentials, { headers: { origin: ORIGIN } });

      const { requestId, instance, ...rest } = body;
      expect({ requestId, instance }).toEqual({ requestId: expect.any(String), instance: expect.any(String) });
      expect(headers.getSetCookie()).toEqual([]);
      // RFC 9110, section 15.5.2.
      expect(headers.get('www-authenticate')).toBe('Bearer');
      expect({ status, rest }).toEqual({
        status: 401,
        rest: {
          type: 'urn:migo-gateway:problem:login_failed',
          title: 'The login was refused',
          status: 401,
          detail: 'Check e-mail or user name, and password.',
          code: 'login_failed',
          retryable: false,
          success: false,
        },
      });
    });
  });

  describe('at a call', () => {
    it('reads without any other header', async () => {
      expect((await browser.get(SESSION)).body).toMatchObject({ success: true, data: { caller: 'operator' } });
      expect((await browser.get('/v1/partners/partner-demo/cardholders?limit=1')).status).toBe(200);
    });

    it('changes something with the CSRF header from its own origin', async () => {
      const { status } = await browser.post(STATEMENTS, STATEMENT, { headers: { origin: ORIGIN, 'x-migo-csrf': '1' } });

      expect(status).toBe(201);
    });
  });

  describe('across origins', () => {
    const preflight = (origin: string): Promise<Reply> =>
      anonymous.send('OPTIONS', STATEMENTS, {
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,x-migo-csrf',
        },
      });

    it('is open to the partner’s own frontend', async () => {
      const { status, headers } = await preflight(ORIGIN);

      expect(status).toBe(204);
      expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(headers.get('access-control-allow-credentials')).toBe('true');
      expect(headers.get('access-control-allow-headers')).toMatch(/x-migo-csrf/i);
      expect(headers.get('vary')).toMatch(/origin/i);
      const answer = await browser.get(SESSION, { headers: { origin: ORIGIN } });
      expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    });
  });

  describe('that is unknown', () => {
    const unknown = 'A'.repeat(43);

    it.each([
      ['a handle nobody was given', { authorization: `Bearer ${unknown}` }],
      ['a cookie nobody was given', { cookie: `${COOKIE}=${unknown}` }],
      ['another scheme', { authorization: 'Basic YW5hOmFuYQ==' }],
      ['no scheme', { authorization: unknown }],
      ['nothing after the scheme', { authorization: 'Bearer ' }],
      ['two handles', { authorization: `Bearer ${unknown} ${unknown}` }],
      ['a handle with more behind it', { authorization: `Bearer ${unknown}A` }],
      ['an empty cookie', { cookie: `${COOKIE}=` }],
      ['a JWT in the cookie', { cookie: `${COOKIE}=eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbmEifQ.c2ln` }],
    ])('gets 401 for %s', async (_what, headers) => {
      const answer = await anonymous.get(SESSION, { headers });

      expect(answer).toMatchObject({ status: 401, body: { code: 'session_invalid', success: false } });
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    });

    it('is not saved by a good cookie beside a bad Authorization', async () => {
      expect((await browser.get(SESSION, { headers: { authorization: 'Bearer x' } })).status).toBe(401);
    });
  });

  it('ends on every replica, and its cookie is taken back', async () => {
    const [first, second] = replicas.map(({ url }) => new Client(url, { cookie: `${COOKIE}=${cookie}` }));
    expect((await second?.get(SESSION))?.status).toBe(200);

    const logout = await first?.delete(SESSION, { headers: { origin: ORIGIN, 'x-migo-csrf': '1' } });

    const endedAt = Date.now();
    if (logout === undefined) throw new Error('no replica');
    const { name, value, attributes } = cookieOf(logout);
    expect({ name, value }).toEqual({ name: COOKIE, value: '' });
    expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'Path=/', 'SameSite=Strict', 'Secure']));
    expect(attributes.join()).toMatch(/Max-Age=0|Expires=Thu, 01 Jan 1970/);
    expect((await first?.get(SESSION))?.status).toBe(401);
    let seen = await second?.get(SESSION);
    while (seen?.status === 200 && Date.now() - endedAt < SEEN_WITHIN_MS) seen = await second?.get(SESSION);
    expect(seen).toMatchObject({ status: 401, body: { code: 'session_invalid' } });
  });
});
