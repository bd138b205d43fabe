/**
 * The attack: a page of somebody else makes the browser of a user who is logged in call the gateway; the browser adds the
 * cookie by itself. What needs no preflight is tried (forms, simple requests, no body), wrong, missing and `null` origins, and
 * origins that begin or end like the right one. The same for the login, by which an attacker would log a victim in as himself.
 */
import { ANA, type Call, Client, type Reply } from '../support/client.js';
import { ATTACK_START_MS, AttackedGateway, expectRefusal } from '../support/attacked-gateway.js';
import { FOREIGN_ORIGINS, ORIGIN } from '../support/foreign/origins.js';
import { sendVerbatim } from '../support/foreign/verbatim-client.js';

const LOGIN = '/v1/auth/operator/login';
const SESSION = '/v1/auth/session';
const LIST = '/v1/partners/partner-demo/cardholders?limit=1';
const STATEMENTS = '/v1/cards/1001/statements';
const STATEMENT = { month: 10, year: 2026 };
const FORM_TYPES = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
const CSRF_MISSING = { status: 403, code: 'csrf_header_missing' };
const ORIGIN_REFUSED = { status: 403, code: 'origin_not_allowed' };

describe('a page of somebody else', () => {
  let attacked: AttackedGateway;
  let own: Client;
  /** Only what the browser adds by itself. */
  let browser: (method: string, path: string, call?: Call) => Promise<Reply>;

  beforeAll(async () => {
    attacked = await AttackedGateway.start();
    own = await attacked.anonymous.logInAsBrowser(ORIGIN);
    const { cookie = '' } = own.headers;
    const bare = new Client(attacked.url, { cookie });
    browser = (...call) => bare.send(...call);
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());
  beforeEach(() => attacked.control.forgetCalls());

  it.each([{}, { 'x-migo-csrf': '' }, { 'x-migo-csrf': '0' }, { 'x-migo-csrf': 'true' }, { 'x-migo-csrf': '1, 1' }])(
    'changes nothing with the CSRF header being %j, even from the right origin',
    async (csrf) => {
      const headers = { origin: ORIGIN, ...csrf };

      expectRefusal(await browser('POST', STATEMENTS, { body: STATEMENT, headers }), CSRF_MISSING);
      await attacked.expectNoUpstreamCall();
    },
  );

  it.each([undefined, ...FOREIGN_ORIGINS])('changes nothing from origin %s', async (origin) => {
    const headers = { 'x-migo-csrf': '1', ...(origin !== undefined && { origin }) };

    expectRefusal(await browser('POST', STATEMENTS, { body: STATEMENT, headers }), ORIGIN_REFUSED);
    expectRefusal(await browser('DELETE', SESSION, { headers }), ORIGIN_REFUSED);
    await attacked.expectNoUpstreamCall();
    expect((await browser('GET', SESSION)).status).toBe(200);
  });

  it('is not believed about its origin by a Referer', async () => {
    const headers = { 'x-migo-csrf': '1', referer: `${ORIGIN}/app` };

    expectRefusal(await browser('POST', STATEMENTS, { body: STATEMENT, headers }), ORIGIN_REFUSED);
    await attacked.expectNoUpstreamCall();
  });

  it('is not believed about it by a second Origin', async () => {
    const headers = {
      cookie: own.headers['cookie'] ?? '',
      'content-type': 'application/json',
      'x-migo-csrf': '1',
      origin: ['https://evil.example', ORIGIN],
    };

    const { status } = await sendVerbatim(attacked.url, {
      method: 'POST',
      path: STATEMENTS,
      headers,
      body: JSON.stringify(STATEMENT),
    });

    expect(status).toBe(403);
    await attacked.expectNoUpstreamCall();
  });

  it.each(FORM_TYPES)('sends no form of type %s', async (type) => {
    const body = JSON.stringify(STATEMENT);
    const simple = await browser('POST', STATEMENTS, { body, headers: { 'content-type': type } });
    const from = await browser('POST', STATEMENTS, { body, headers: { 'content-type': type, origin: ORIGIN } });

    for (const { status } of [simple, from]) expect([403, 415]).toContain(status);
    await attacked.expectNoUpstreamCall();
  });

  it.each(FORM_TYPES)(
    'with the header and the origin of a page of ours, still sends no form of type %s',
    async (type) => {
      const headers = { 'content-type': type, origin: ORIGIN, 'x-migo-csrf': '1' };

      const reply = await browser('POST', STATEMENTS, { body: JSON.stringify(STATEMENT), headers });

      expectRefusal(reply, { status: 415, code: 'unsupported_media_type' });
      await attacked.expectNoUpstreamCall();
    },
  );

  it.each([
    ['POST', '/v1/users/ch-000001/cards/virtuals'],
    ['POST', '/v1/auth/otp'],
    ['DELETE', '/v1/subscriptions/sub_demo_active'],
    ['DELETE', SESSION],
  ])('changes nothing without a body: %s %s', async (method, path) => {
    expectRefusal(await browser(method, path), CSRF_MISSING);
    expectRefusal(await browser(method, path, { headers: { origin: 'https://evil.example' } }), CSRF_MISSING);
    await attacked.expectNoUpstreamCall();
  });

  it('does not put the CSRF header into the address', async () => {
    const reply = await browser('POST', `${STATEMENTS}?x-migo-csrf=1&X-Migo-Csrf=1`, {
      body: { ...STATEMENT, 'x-migo-csrf': '1' },
      headers: { origin: ORIGIN },
    });

    expectRefusal(reply, CSRF_MISSING);
    await attacked.expectNoUpstreamCall();
  });

  it.each(FOREIGN_ORIGINS)('reads nothing, and is not let past CORS, from %s', async (origin) => {
    const answers = [
      await browser('GET', LIST, { headers: { origin } }),
      await browser('GET', SESSION, { headers: { origin } }),
    ];
    const preflight = await browser('OPTIONS', STATEMENTS, {
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-migo-csrf',
      },
    });

    for (const answer of answers) expectRefusal(answer, ORIGIN_REFUSED, ANA.email);
    for (const { headers } of [...answers, preflight]) expect(headers.get('access-control-allow-origin')).toBeNull();
    await attacked.expectNoUpstreamCall();
  });

  it.each([undefined, ...FOREIGN_ORIGINS])('gets no step-up for the user, from %s', async (origin) => {
    const headers = { 'x-migo-csrf': '1', ...(origin !== undefined && { origin }) };

    expectRefusal(await browser('PUT', '/v1/auth/otp', { body: { otp: '123456' }, headers }), ORIGIN_REFUSED);
    await attacked.expectNoUpstreamCall();
  });

  describe('that logs its victim in', () => {
    it.each(FOREIGN_ORIGINS)('is refused from %s', async (origin) => {
      const reply = await attacked.anonymous.post(LOGIN, ANA, { headers: { origin } });

      expectRefusal(reply, ORIGIN_REFUSED, ANA.email);
      expect(reply.headers.getSetCookie()).toEqual([]);
      await attacked.expectNoUpstreamCall();
    });

    it.each([...FORM_TYPES, ''])('is refused with what a form can send: %p', async (type) => {
      const headers = { 'content-type': type, origin: ORIGIN };

      const reply = await attacked.anonymous.post(LOGIN, JSON.stringify(ANA), { headers });

      expectRefusal(reply, { status: 415, code: 'unsupported_media_type' });
      expect(reply.headers.getSetCookie()).toEqual([]);
      await attacked.expectNoUpstreamCall();
    });
  });

  it('has harmed nobody, and the page of the partner works on', async () => {
    await attacked.expectUnharmed();
    expect((await own.post(STATEMENTS, STATEMENT)).status).toBe(201);
    expect((await own.get(SESSION)).headers.get('access-control-allow-origin')).toBe(ORIGIN);
  });
});
