/**
 * The attack: a request says one method in its first line and another in a header, the query or the body, so that one part
 * of a chain checks a harmless read and another performs a change. Or it uses methods that nobody meant to serve.
 */
import { Client } from '../support/client.js';
import { ATTACK_START_MS, AttackedGateway, expectRefusal, NORMAL_CALL } from '../support/attacked-gateway.js';
import { ORIGIN } from '../support/foreign/origins.js';
import { sendBytes, sendVerbatim } from '../support/foreign/verbatim-client.js';

const SESSION = '/v1/auth/session';
const CARDHOLDERS = '/v1/partners/partner-demo/cardholders';
const FUNDS = '/v1/cards/1001/funds';

const HEADERS = ['x-http-method-override', 'x-http-method', 'x-method-override', 'x-original-method', '_method'];
/** Of proxies that say where a request was really meant to go. */
const REWRITES = ['x-original-url', 'x-rewrite-url', 'x-forwarded-uri', 'x-forwarded-path', 'x-accel-redirect'];

describe('a method that is not the one of the first line', () => {
  let attacked: AttackedGateway;
  let browser: Client;

  beforeAll(async () => {
    attacked = await AttackedGateway.start();
    browser = await attacked.anonymous.logInAsBrowser(ORIGIN);
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());
  beforeEach(() => attacked.control.forgetCalls());

  it.each(HEADERS)('in %s makes no change of a read', async (name) => {
    // Without the CSRF header, as another site's page would send it.
    const page = new Client(attacked.url, { cookie: browser.headers['cookie'] ?? '' });
    for (const method of ['DELETE', 'POST', 'delete']) {
      expect((await page.get(SESSION, { headers: { [name]: method } })).status).toBe(200);
      expect((await page.get(`${CARDHOLDERS}?limit=1`, { headers: { [name]: method } })).status).toBe(200);
    }

    expect((await page.get(SESSION)).status).toBe(200);
    const calls = await attacked.control.calls();
    expect(new Set(calls.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(JSON.stringify(calls.map(({ headers }) => headers))).not.toMatch(/override|x-http-method|_method/);
  });

  it.each(HEADERS)('in %s makes no read of a change, which needs the CSRF header still', async (name) => {
    const page = new Client(attacked.url, { cookie: browser.headers['cookie'] ?? '' });

    const reply = await page.send('DELETE', SESSION, { headers: { [name]: 'GET', origin: ORIGIN } });

    expectRefusal(reply, { status: 403, code: 'csrf_header_missing' });
  });

  it.each(['?_method=DELETE', '?_method=POST', '?method=DELETE', '?http_method=PUT'])(
    'in the query does nothing here: %s',
    async (query) => {
      expect((await browser.get(`${SESSION}${query}`)).status).toBe(200);
      expect((await browser.get(`${CARDHOLDERS}${query}`)).status).toBe(200);

      const { method, url } = await attacked.control.onlyCall();
      expect({ method, query: url.slice(url.indexOf('?')) }).toEqual({ method: 'GET', query });
    },
  );

  it('in the body does nothing: a POST stays one, with another form of funds', async () => {
    const reply = await attacked.ana.post(FUNDS, { _method: 'PUT', operation: 'ADD_FUNDS' });

    expectRefusal(reply, { status: 400, code: 'validation_failed' });
    expect(await attacked.control.calls({ upstream: 'wallet', path: '/cards' })).toEqual([]);
  });

  it.each(REWRITES)('nor another address in %s', async (name) => {
    const headers = { [name]: '/v1/partners/partner-other/cardholders' };

    expect((await attacked.ana.get(NORMAL_CALL, { headers })).status).toBe(200);
    expectRefusal(await attacked.ana.get('/v1/nowhere', { headers: { [name]: NORMAL_CALL } }), {
      status: 404,
      code: 'route_not_found',
    });
    const { url, headers: sent } = await attacked.control.onlyCall();
    expect(url).toMatch(/\/app\/partners\/partner-demo\/cardholders\?limit=1$/);
    expect(JSON.stringify(sent)).not.toContain('partner-other');
  });

  it.each(['TRACE', 'PROPFIND', 'PURGE', 'SEARCH', 'LOCK', 'COPY', 'MKCOL', 'REPORT', 'QUERY'])(
    '%s is served nowhere',
    async (method) => {
      for (const path of [CARDHOLDERS, SESSION]) {
        const { authorization = '' } = attacked.ana.headers;
        const { status, text } = await sendVerbatim(attacked.url, { method, path, headers: { authorization } });

        expect([400, 404, 405, 501]).toContain(status);
        // TRACE would give the request back, with its secrets.
        expect(text).not.toContain(authorization.slice('Bearer '.length));
      }
      await attacked.expectNoUpstreamCall();
    },
  );

  it.each(['get', 'Get', 'GET\t', 'POSTGET', 'CONNECT', 'PRI', 'GET /v1/auth/session HTTP/1.1\\r\\nX:'])(
    '%j in the first line is none',
    async (method) => {
      const handle = attacked.ana.headers['authorization'] ?? '';
      const head = `${method} ${CARDHOLDERS} HTTP/1.1\r\nhost: x\r\nauthorization: ${handle}\r\nconnection: close\r\n\r\n`;

      const answer = await sendBytes(attacked.url, head);

      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(answer).not.toContain(handle);
      await attacked.expectNoUpstreamCall();
    },
  );

  it('an OPTIONS that is no preflight opens nothing', async () => {
    const reply = await attacked.anonymous.send('OPTIONS', CARDHOLDERS);

    expect(reply.status).toBeGreaterThanOrEqual(204);
    expect(reply.headers.get('access-control-allow-origin')).toBeNull();
    expect(reply.body?.data).toBeUndefined();
    await attacked.expectNoUpstreamCall();
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
