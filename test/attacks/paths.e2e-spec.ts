/**
 * The attack: an address that means one thing to the check and another to whoever reads it next: encoded, doubled, mixed-case
 * and dotted paths, separators in a parameter, parameters of the query given twice or under names that reach elsewhere.
 */
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, Client } from '../support/client.js';
import { sendVerbatim, verbatimSession } from '../support/foreign/verbatim-client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { SimulatorControl } from '../support/simulator-control.js';

const LIST = '/v1/partners/partner-demo/cardholders';
const STATEMENT = JSON.stringify({ month: 10, year: 2026 });

/** What `fetch` would tidy up before it is sent arrives here as it is written. */
describe('a request line', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateway: GatewayProcess;
  let handle: string;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator) } });
    const login = await new Client(gateway.url).post('/v1/auth/operator/login', { ...ANA, transport: 'token' });
    handle = login.body.data.sessionToken;
    mustNotBeLogged(handle, ANA.password);
  });

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
  });

  beforeEach(() => control.forgetCalls());

  const call: ReturnType<typeof verbatimSession> = (...request) => verbatimSession(gateway.url, handle)(...request);

  describe('the spelling of a route', () => {
    // What a proxy in front keeps callers from by its text must not be served under another one.
    it.each([
      '/v1/%61uth/session',
      '/%761/auth/session',
      '/v1/auth/sessio%6E',
      '/v1/auth/session#/allowed',
      '/v1/auth/session%23/allowed',
      'http://gateway.test/v1/%61uth/session',
      LIST.replace('partners', 'p%61rtners'),
      LIST.replace('cardholders', '%63ardholders'),
      '/%68ealth',
    ])('is its own alone: not %s', async (target) => {
      expect((await call(target)).status).toBeGreaterThanOrEqual(400);
      expect((await call(target)).status).toBeLessThan(405);
      expect(await control.calls()).toEqual([]);
    });

    it('may be anything in a parameter', async () => {
      expect((await call(LIST.replace('partner-demo', 'p%61rtner%2Ddemo'))).status).toBe(200);
    });
  });

  describe('the query', () => {
    it('what the operation has, in the client’s own spelling', async () => {
      const query = 'sortOrder=desc&searchText=a%20b+c%2Bd%26e%C3%B1&page=01&limit=5';

      expect((await call(`${LIST}?${query}`)).status).toBe(200);
      expect((await control.onlyCall()).url.split('?')[1]).toBe(query);
    });

    it('what the operation does not have, too: Migo may know it', async () => {
      const strange = 'debug=1&ids[]=3&ids[]=4&Page=9&&=&limit=5&a%5Bb%5D=%20&q=a+b&flag';

      expect((await call(`${LIST}?${strange}`)).status).toBe(200);
      expect((await control.onlyCall()).url.split('?')[1]).toBe(strange);
    });

    it('a name that is encoded like the one that it is', async () => {
      expect(JSON.parse((await call(`${LIST}?%70age=1&page=2`)).text)).toMatchObject({
        errors: expect.arrayContaining([expect.objectContaining({ field: 'page' })]),
      });
      expect((await call('/v1/subscriptions?%75serId=50255560001&clientId=migoDeveloper')).status).toBe(200);
      expect((await control.onlyCall()).url.split('?')[1]).toBe('%75serId=50255560001&clientId=migoDeveloper');
    });

    // Express makes an object or a list of them, and finds the parameter that was checked under its plain name.
    it.each([
      'userId=1&userId[]=2',
      'userId=1&[userId]=2',
      'userId=1&userId[0]=2',
      'userId=1&%75serId%5Ba%5D=2',
      'userId=1&%5B%75serId%5D=2',
      'userId=1&%75serId%ff=2',
      'userId=1&us%erId=2',
      'userId=1#&x=2',
    ])('not one parameter in two spellings, or in none: %s', async (query) => {
      const { status, text } = await call(`/v1/subscriptions?clientId=migoDeveloper&${query}`);

      expect(status).toBe(400);
      expect(JSON.parse(text)).toMatchObject({ code: 'validation_failed' });
      expect(await control.calls()).toEqual([]);
    });

    it.each([
      'partnerId=partner-other',
      '%70artnerId=partner-other',
      'partnerId=partner-demo&partnerId=partner-other',
      'partnerId[]=partner-other',
      '[partnerId]=partner-other',
      'partnerId%5Bin%5D=partner-other',
      'PartnerID=partner-other',
    ])('not another partner: %s', async (query) => {
      const { status, text } = await call(`${LIST}?${query}`);

      expect({ status, body: JSON.parse(text) }).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
      expect(await control.calls()).toEqual([]);
    });

    it('one’s own partner', async () => {
      expect((await call(`${LIST}?partnerId=partner-demo&limit=1`)).status).toBe(200);
      expect((await control.onlyCall()).url.split('?')[1]).toBe('partnerId=partner-demo&limit=1');
    });

    it.each(['page=1&page=2', 'page=1&%70age=2', 'searchText=a&searchText=b', 'sortOrder=asc&sortOrder=desc'])(
      'not one parameter twice: %s',
      async (query) => {
        const { status, text } = await call(`${LIST}?${query}`);

        expect(status).toBe(400);
        expect(JSON.parse(text)).toMatchObject({ code: 'validation_failed' });
        expect(await control.calls()).toEqual([]);
      },
    );
  });

  describe('the path', () => {
    const OTHER = 'partner-other';

    it.each([
      `/v1/partners/partner-demo%2F..%2F${OTHER}/cardholders`,
      `/v1/partners/partner-demo%2f..%2f${OTHER}/cardholders`,
      `/v1/partners/partner-demo/../${OTHER}/cardholders`,
      `/v1/partners/partner-demo/%2e%2e/${OTHER}/cardholders`,
      `/v1/partners/partner-demo%252F..%252F${OTHER}/cardholders`,
      `/v1/partners/partner-demo%5C..%5C${OTHER}/cardholders`,
      `/v1/partners/partner-demo;/../${OTHER}/cardholders`,
      `/v1/partners/${OTHER}%00/cardholders`,
      '/v1/partners/partner-demo%00/cardholders',
      '/v1/partners/partner-demo%0d%0ax:1/cardholders',
      '/v1/partners/partner-demo%23/cardholders',
      '/v1/partners/partner-demo%3Fa=b/cardholders',
      '/v1/partners/PARTNER-DEMO/cardholders',
      '/v1/partners/../cardholders',
      '/v1/partners/%2e%2e/cardholders',
      '/v1/partners/./cardholders',
      '/v1/partners//cardholders',
      '/v1/partners/partner-demo/cardholders/',
      '/v1/partners/partner-demo//cardholders',
      '//v1/partners/partner-demo/cardholders',
      '/V1/partners/partner-demo/cardholders',
      '/v1/../v1/partners/partner-demo/cardholders',
      '/v1/partners/%/cardholders',
      '/v1/partners/%ff/cardholders',
      '/v1/partners/partner-demo/..%2fcardholders',
      '/v1/partners/partner-demo/CARDHOLDERS',
      '/v1/%2e%2e/v1/partners/partner-other/cardholders',
      '/%2e/v1/partners/partner-other/cardholders',
      '/v1/partners/partner-demo%c0%ae%c0%ae/cardholders',
      '/v1/partners/partner%u002ddemo/cardholders',
      '/v1%2fpartners%2fpartner-demo%2fcardholders',
      '/v1\\partners\\partner-demo\\cardholders',
      '/v1/partners/partner-demo/cardholders;a=b',
      '/v1/partners/partner-demo/cardholders%20',
      '/v1/partners/partner-demo/cardholders%00.json',
      '/v1/partners/partner-demo/cardholders.json',
      '/app/partners/partner-demo/cardholders',
    ])('%s leads nowhere', async (path) => {
      const { status, text } = await call(path);

      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(JSON.parse(text)).toMatchObject({ status, success: false });
      expect(text).not.toMatch(/partner-other|partner-demo/i);
      expect(await control.calls()).toEqual([]);
    });

    it.each(['..%2F..%2Fauth', '1001%2F..%2F2001', '%2e%2e', '1001%3Fx', '1001%00'])(
      'a card %s is none',
      async (card) => {
        const { status } = await call(`/v1/cards/${card}/statements`, {}, STATEMENT);

        expect([400, 404]).toContain(status);
        expect(await control.calls({ upstream: 'wallet', path: '/cards' })).toEqual([]);
      },
    );

    const readFile = (name: string): ReturnType<typeof sendVerbatim> => {
      const authorization = { authorization: `Bearer ${handle}` };
      return sendVerbatim(gateway.url, {
        method: 'POST',
        path: `/v1/leads/files/upload/${name}`,
        headers: authorization,
      });
    };

    it.each(['boleta%20%237.pdf', '100%25%20(1).pdf', 'a%3Bb.pdf', '%C2%BFqu%C3%A9%3F.pdf', `${'x'.repeat(96)}.pdf`])(
      'a file %s arrives as it is named',
      async (name) => {
        await readFile(name);

        const [received] = await control.calls({ upstream: 'wallet', path: '/leads' });
        expect(decodeURIComponent(received?.url ?? '')).toBe(`/rest/leads/files/upload/${decodeURIComponent(name)}`);
      },
    );

    it.each(['%2e%2e', '..%3Bx', 'a%2Fb.pdf', 'a%252Fb.pdf', 'a%25252Fb.pdf', 'a%5Cb.pdf', 'a%00.pdf', '%252e%252e'])(
      'a file %s is none',
      async (name) => {
        const { status } = await readFile(name);

        expect([400, 404]).toContain(status);
        expect(await control.calls({ upstream: 'wallet', path: '/leads' })).toEqual([]);
      },
    );

    it('a card of 1,000 digits is judged by Migo, and one of 3,000 is too long', async () => {
      const card = (digits: number): string => `/v1/cards/${'1'.repeat(digits)}/statements`;

      const { text } = await call(card(1000), {}, STATEMENT);

      expect(JSON.parse(text)).toMatchObject({ success: false, upstream: 'wallet' });
      expect(JSON.parse((await call(card(3000), {}, STATEMENT)).text)).toMatchObject({ code: 'uri_too_long' });
    });

    it('an escaped spelling of the same path needs the same login', async () => {
      const escaped = '/%76%31/partners/partner%2Ddemo/%63ardholders?limit=1';
      const anonymous = await sendVerbatim(gateway.url, { path: escaped });

      expect([401, 404]).toContain(anonymous.status);
      expect(await control.calls()).toEqual([]);
      await call(escaped);
      for (const { url } of await control.calls()) {
        expect(url).toMatch(/\/app\/partners\/partner-demo\/cardholders\?limit=1$/);
      }
    });

    it('an absolute address is never followed', async () => {
      const elsewhere = await call(`http://127.0.0.1:1${LIST}`, { host: '127.0.0.1:1' });

      expect([200, 400, 404]).toContain(elsewhere.status);
      for (const { headers } of await control.calls()) expect(simulator.urls.cms).toContain(headers['host']);
    });
  });

  it('whose path and query are both wrong is refused once, and the gateway lives on', async () => {
    const service = await new Client(gateway.url).asService();
    const { status, body } = await service.post('/v1/users/a%2Fb/cards', { card: '4532010000055010' });

    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_path' });
    expect((await new Client(gateway.url).get('/health')).status).toBe(200);
  });

  it('that leads nowhere harms nobody', async () => {
    expect((await call(`${LIST}?limit=1`)).status).toBe(200);
    expect((await new Client(gateway.url).get('/health')).status).toBe(200);
  });
});
