import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { SimulatorControl } from '../support/simulator-control.js';

const SHOP = 'https://shop.partner.example';
const SHARED = 'https://shared.partner.example';
const RESET = '/v1/users/auth/password/reset';

const APP_KEY = 'app_shop_android_0001';

const LEAD = {
  gender: 'F',
  cui: '1234567890101',
  expirationDate: '2030-01-01',
  firstName: 'Ana',
  lastName: 'Morales',
  commercialName: 'Tienda Ana',
};

describe('a public caller', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateway: GatewayProcess;
  let page: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    const partners = [
      demoPartner({ origins: [SHOP, SHARED], applicationKeys: [APP_KEY] }),
      demoPartner({ id: 'second', origins: [SHARED] }),
    ];
    gateway = await GatewayProcess.start({
      config: { upstreams: upstreamsOf(simulator), partners, limits: { application: { requests: 5, seconds: 600 } } },
    });
    page = new Client(gateway.url, { origin: SHOP });
  });

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
  });

  beforeEach(() => control.forgetCalls());

  it('is a page of a partner, and needs neither a login nor the CSRF header', async () => {
    const { status } = await page.post('/v1/leads', LEAD);

    expect(status).toBe(201);
    const [call] = await control.calls({ upstream: 'wallet', path: '/leads' });
    expect(call?.headers['authorization']).toMatch(/^Bearer eyJ/);
    expect(call?.headers['origin']).toBeUndefined();
  });

  it('sends no parameter that the operation does not have, though others may', async () => {
    const service = await new Client(gateway.url).asService();

    expect((await page.post('/v1/leads?userId=2&debug', LEAD)).status).toBe(201);
    expect((await service.post('/v1/leads?userId=2&debug', LEAD)).status).toBe(201);
    const calls = await control.calls({ upstream: 'wallet', path: '/leads' });
    expect(calls.map(({ url }) => url.split('?')[1])).toEqual([undefined, 'userId=2&debug']);
  });

  it('must say where it is', async () => {
    const { status, headers, body } = await new Client(gateway.url).post('/v1/leads', LEAD);

    expect({ status, code: body.code }).toEqual({ status: 401, code: 'authentication_required' });
    expect(headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each([
    'https://evil.example',
    'null',
    '',
    `${SHOP}.evil.example`,
    SHOP.toUpperCase(),
    'http://shop.partner.example',
    `${SHOP}/`,
    `${SHOP}, ${SHOP}`,
    '*',
  ])('is refused on a page of %p', async (origin) => {
    const { status, body } = await page.post('/v1/leads', LEAD, { headers: { origin } });

    expect({ status, code: body.code }).toEqual({ status: 403, code: 'origin_not_allowed' });
    expect(await control.calls()).toEqual([]);
  });

  it('is refused on a page that could be either of two partners', async () => {
    expect((await page.post('/v1/leads', LEAD, { headers: { origin: SHARED } })).body.code).toBe('origin_not_allowed');
  });

  it('gets nowhere but where rows are open to the public', async () => {
    expect((await page.post('/v1/card-transfers/types', {})).body.code).toBe('authentication_required');
    expect((await page.get('/v1/auth/session')).body.code).toBe('authentication_required');
  });

  it.each([
    ['an unknown cookie', { cookie: `__Host-migo_session=${'A'.repeat(43)}` }, 'session_invalid'],
    ['an empty cookie', { cookie: '__Host-migo_session=' }, 'session_invalid'],
    ['an unknown handle', { authorization: `Bearer ${'A'.repeat(43)}` }, 'session_invalid'],
    ['an empty Authorization', { authorization: '' }, 'session_invalid'],
    ['an unknown token', { authorization: 'Bearer a.b.c' }, 'token_invalid'],
  ])('is none with %s: what is presented counts', async (_what, headers, code) => {
    expect((await page.post('/v1/leads', LEAD, { headers })).body.code).toBe(code);
    expect(await control.calls()).toEqual([]);
  });

  it('is none with a session or a token that the row does not list', async () => {
    const sessions = [
      await page.logIn(),
      await page.logInAsCardholder(),
      await page.logInAsBrowser(SHOP),
      await page.asService(),
    ];
    await control.forgetCalls();

    for (const client of sessions) {
      expect(await client.post(RESET, {})).toMatchObject({ status: 403, body: { code: 'caller_not_allowed' } });
    }
    expect(await control.calls()).toEqual([]);
  });

  describe('in an application', () => {
    const KEY = { 'x-migo-application-key': APP_KEY };

    it('needs no Origin with a key of the partner, which goes no further', async () => {
      const app = new Client(gateway.url, KEY);

      const { status, headers } = await app.post('/v1/leads', LEAD);

      expect(status).toBe(201);
      expect(headers.get('ratelimit-policy')).toBe('"application";q=5;w=600');
      const [call] = await control.calls({ upstream: 'wallet', path: '/leads' });
      expect(JSON.stringify(call)).not.toContain(APP_KEY);
    });

    it('has limits of its own, tighter than those of a page', async () => {
      const app = new Client(gateway.url, KEY);
      const replies = await Promise.all(Array.from({ length: 6 }, () => app.post(RESET, {})));

      expect(replies.filter(({ status }) => status === 429)).toHaveLength(1);
      expect((await page.post(RESET, {})).status).not.toBe(429);
    });

    it.each(['app_shop_android_0002', '', APP_KEY.toUpperCase(), `${APP_KEY}, ${APP_KEY}`])(
      'is refused with the key %p, which nobody has',
      async (key) => {
        for (const client of [new Client(gateway.url), page]) {
          const headers = { 'x-migo-application-key': key };
          const refused = await client.post('/v1/users', {}, { headers });
          expect(refused).toMatchObject({ status: 401, body: { code: 'application_key_invalid' } });
          expect(refused.headers.get('www-authenticate')).toBe('Bearer');
        }
        expect(await control.calls()).toEqual([]);
      },
    );

    it('may say where it is, and then it must be there', async () => {
      const at = async (origin: string): Promise<unknown> =>
        (await new Client(gateway.url, { ...KEY, origin }).post('/v1/users', {})).body.code;

      expect(await at('https://evil.example')).toBe('origin_not_allowed');
      expect(await at(SHOP)).not.toBe('origin_not_allowed');
      // With the key it is clear which of the two partners it is.
      expect(await at(SHARED)).not.toBe('origin_not_allowed');
      expect(await control.calls({ upstream: 'wallet', path: '/users' })).toHaveLength(2);
    });

    it('gets nowhere but where rows are open to the public', async () => {
      const app = new Client(gateway.url, KEY);

      expect((await app.post('/v1/card-transfers/types', {})).body.code).toBe('authentication_required');
      expect((await app.get('/v1/auth/session')).body.code).toBe('authentication_required');
    });

    it('may send its key from a page, after a preflight', async () => {
      const preflight = await page.send('OPTIONS', '/v1/leads', {
        headers: {
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'x-migo-application-key',
        },
      });
      expect(preflight.headers.get('access-control-allow-headers')).toContain('x-migo-application-key');
    });
  });

  it('shares rows with a service, which keeps its own rules there', async () => {
    const { body } = await page.requestToken({ id: 'demo-reader', secret: 'demo-reader-secret-2' });

    expect((await page.post('/v1/leads', LEAD)).status).toBe(201);
    const service = page.withToken(String(body.access_token));
    expect((await service.post('/v1/leads', LEAD)).body.code).toBe('scope_missing');
  });

  it('and a browser never learn of what is for services only, though a script may', async () => {
    const browser = await page.logInAsBrowser(SHOP);
    const script = await page.logIn();

    expect(await browser.post('/v1/card-transfers/types', {})).toMatchObject({
      status: 404,
      body: { code: 'route_not_found' },
    });
    expect((await script.post('/v1/card-transfers/types', {})).body.code).toBe('caller_not_allowed');
  });
});

describe('a public caller where a partner takes any origin', () => {
  it('belongs to whoever names its origin, else to that partner', async () => {
    const simulator = await startSimulator();
    const partners = [
      demoPartner({ origins: [SHOP] }),
      demoPartner({ id: 'second', merchant: 'otherTenant', origins: ['*'] }),
    ];
    const gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator), partners } });
    const control = new SimulatorControl(simulator);
    const page = new Client(gateway.url);
    const merchantOf = async (origin: string): Promise<string | undefined> => {
      await control.reset();
      await page.post('/v1/leads', LEAD, { headers: { origin } });
      const [login] = await control.calls({ upstream: 'wallet', path: '/auth/login' });
      return login && String(JSON.parse(login.body).merchant);
    };

    expect(await merchantOf('https://anywhere.example')).toBe('otherTenant');
    expect(await merchantOf(SHOP)).toBe('migoDeveloper');
    expect((await page.post('/v1/leads', LEAD, { headers: { origin: 'null' } })).body.code).toBe('origin_not_allowed');
    await simulator.close();
    await gateway.stop();
  });
});
