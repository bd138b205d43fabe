/**
 * The attack: headers that only a proxy, the gateway or an upstream should write. `X-Forwarded-*` to be counted as somebody
 * else, `Host` to have answers name another host, `Authorization` and `x-user-token` to act at an upstream with a token of one's
 * own choosing, `Connection` to have the gateway's headers dropped on the way.
 */
import { ATTACK_START_MS, AttackedGateway, expectRefusal, NORMAL_CALL } from '../support/attacked-gateway.js';
import { Client, type Reply } from '../support/client.js';
import { ORIGIN } from '../support/foreign/origins.js';
import { sendVerbatim, verbatimSession } from '../support/foreign/verbatim-client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';

const LIMIT = 3;
const limits = { public: { requests: LIMIT, seconds: 600 } };
const STATEMENT = JSON.stringify({ month: 10, year: 2026 });

describe('a spoofed header', () => {
  let attacked: AttackedGateway;
  let behindProxy: GatewayProcess;
  let handle: string;

  beforeAll(async () => {
    attacked = await AttackedGateway.start(() => ({ limits }));
    const server = { trustedProxies: ['127.0.0.1', '10.0.0.0/8'] };
    behindProxy = await GatewayProcess.start({
      config: { upstreams: upstreamsOf(attacked.simulator), limits, server },
    });
    handle = (attacked.ana.headers['authorization'] ?? '').slice('Bearer '.length);
    // Permissions are known from here on, so that one request is one call.
    await attacked.ana.post('/v1/cards/1001/statements', STATEMENT);
  }, ATTACK_START_MS);

  afterAll(async () => {
    await attacked.close();
    await behindProxy.stop();
  });

  beforeEach(() => attacked.control.forgetCalls());

  describe('on the way to an upstream', () => {
    const INJECTED = {
      cookie: 'upstream=canary-in-cookie; __Host-migo_session=canary-in-session',
      'x-user-token': 'Bearer canary-in-user-token',
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-host': 'canary.example',
      'x-forwarded-proto': 'canary',
      'x-real-ip': '203.0.113.9',
      forwarded: 'for=203.0.113.9;host=canary.example',
      host: 'canary.example',
      'x-application-id': 'canary-application',
      applicationid: 'canary-application',
      'x-merchant-id': 'canary-merchant',
      'proxy-authorization': 'Basic canary-in-proxy',
      te: 'trailers',
      // Would name end-to-end headers as hop-by-hop, so that a proxy drops them.
      connection: 'close, authorization, x-user-token, x-request-id',
      'x-http-method-override': 'DELETE',
      'accept-language': 'canary',
      'user-agent': 'canary',
      origin: 'http://localhost:8080',
      referer: 'https://canary.example/',
    };
    mustNotBeLogged('canary-in-cookie', 'canary-in-session', 'canary-in-user-token', 'canary-in-proxy');

    it.each([
      ['the CMS', NORMAL_CALL, undefined],
      ['the Wallet Gateway', '/v1/cards/1001/statements', STATEMENT],
      ['the Middleware', '/v1/subscriptions?userId=1&clientId=migoDeveloper', undefined],
    ])('never reaches %s', async (_upstream, path, body) => {
      const { status } = await verbatimSession(attacked.url, handle)(path, INJECTED, body);

      expect(status).toBeLessThan(300);
      const { headers, method, upstream } = await attacked.control.onlyCall();
      expect(JSON.stringify(headers)).not.toMatch(/canary|203\.0\.113\.9|localhost:8080/);
      expect(JSON.stringify(headers)).not.toContain(handle);
      expect(method).toBe(body === undefined ? 'GET' : 'POST');
      const own = ['host', 'connection', 'accept', 'user-agent', 'x-request-id', 'authorization'];
      if (upstream === 'cms') own.push('x-user-token');
      if (body !== undefined) own.push('content-type', 'content-length');
      expect(Object.keys(headers).sort()).toEqual(own.sort());
      mustNotBeLogged(headers['authorization'] ?? '', headers['x-user-token'] ?? '');
    });
  });

  describe('instead of a login', () => {
    it('is none: x-user-token', async () => {
      const reply = await attacked.anonymous.get(NORMAL_CALL, { headers: { 'x-user-token': `Bearer ${handle}` } });

      expectRefusal(reply, { status: 401, code: 'authentication_required' }, handle);
      await attacked.expectNoUpstreamCall();
    });

    it('is none: the very tokens that the gateway sends upstream', async () => {
      await attacked.ana.get(NORMAL_CALL);
      const { headers } = await attacked.control.onlyCall();
      await attacked.control.forgetCalls();

      for (const name of ['authorization', 'x-user-token']) {
        const token = headers[name] ?? '';
        mustNotBeLogged(token);
        const reply = await attacked.anonymous.get(NORMAL_CALL, {
          headers: { authorization: token, 'x-user-token': headers['x-user-token'] ?? '' },
        });
        expectRefusal(reply, { status: 401, code: 'token_invalid' }, token);
      }
      await attacked.expectNoUpstreamCall();
    });

    it.each([
      'proxy-authorization',
      'x-authorization',
      'x-original-authorization',
      'x-forwarded-user',
      'x-remote-user',
    ])('is none: %s', async (name) => {
      const reply = await attacked.anonymous.get(NORMAL_CALL, { headers: { [name]: `Bearer ${handle}` } });

      expectRefusal(reply, { status: 401, code: 'authentication_required' }, handle);
      await attacked.expectNoUpstreamCall();
    });

    it.each(['access_token', 'token', 'sessionToken', 'authorization'])('is none: %s in the query', async (name) => {
      const reply = await attacked.anonymous.get(`${NORMAL_CALL}&${name}=${handle}`);

      expectRefusal(reply, { status: 401, code: 'authentication_required' }, handle);
    });

    it('is the first of two Authorizations, as a bad one is not made good by another', async () => {
      const headers = { authorization: [`Bearer ${'A'.repeat(43)}`, `Bearer ${handle}`] };

      const { status } = await sendVerbatim(attacked.url, { path: NORMAL_CALL, headers });

      expect(status).toBe(401);
      await attacked.expectNoUpstreamCall();
    });
  });

  describe('in an answer', () => {
    it.each(['/openapi.json', '/docs', '/health', '/.well-known/jwks.json', '/v1/nowhere'])(
      'names no other host: %s',
      async (path) => {
        const headers = {
          host: 'evil.example',
          'x-forwarded-host': 'evil.example',
          'x-forwarded-proto': 'evil',
          'x-forwarded-prefix': '/evil.example',
          forwarded: 'host=evil.example',
        };
        for (const { url } of [attacked, behindProxy]) {
          const answer = await sendVerbatim(url, { path, headers });
          expect(answer.text + JSON.stringify(answer.headers)).not.toContain('evil');
        }
      },
    );
  });

  describe('about the address, where the limit is counted by it', () => {
    /** Counted, and refused for its body: nothing reaches an upstream. */
    const page = (url: string, forwarded: Record<string, string>): Promise<Reply> =>
      new Client(url, { origin: ORIGIN }).post('/v1/leads', {}, { headers: forwarded });

    const statusesOf = async (url: string, each: (index: number) => Record<string, string>): Promise<number[]> => {
      const statuses: number[] = [];
      for (let index = 0; index <= LIMIT; index += 1) statuses.push((await page(url, each(index))).status);
      return statuses;
    };

    const SPENT = [...Array.from({ length: LIMIT }, () => 400), 429];

    it('changes nothing where no proxy is trusted', async () => {
      const statuses = await statusesOf(attacked.url, (index) => ({
        'x-forwarded-for': `198.51.100.${index}`,
        'x-real-ip': `198.51.100.${index}`,
        forwarded: `for=198.51.100.${index}`,
        'true-client-ip': `198.51.100.${index}`,
        'cf-connecting-ip': `198.51.100.${index}`,
      }));

      expect(statuses).toEqual(SPENT);
    });

    it('behind a trusted proxy counts by what that proxy saw, whatever the client wrote in front of it', async () => {
      const statuses = await statusesOf(behindProxy.url, (index) => ({
        'x-forwarded-for': `198.51.100.${index}, 10.0.0.${index}, 203.0.113.7, 10.1.2.3`,
      }));

      expect(statuses).toEqual(SPENT);
      expect((await page(behindProxy.url, { 'x-forwarded-for': '203.0.113.8, 10.1.2.3' })).status).toBe(400);
      expect((await page(behindProxy.url, { 'x-forwarded-for': '203.0.113.8, 203.0.113.7' })).status).toBe(429);
      await attacked.expectNoUpstreamCall();
    });

    it.each([
      ['a port of its own for each connection', (index: number) => `203.0.113.21:${50_000 + index}`],
      ['a port of its own in IPv6', (index: number) => `[2001:db8:0:21::1]:${50_000 + index}`],
      ['another half of its IPv6 network', (index: number) => `[2001:db8:0:22::${index + 1}]:443`],
    ])('behind a trusted proxy is one client: %s', async (_which, told) => {
      const statuses = await statusesOf(behindProxy.url, (index) => ({ 'x-forwarded-for': told(index) }));

      expect(statuses).toEqual(SPENT);
    });

    it('is not believed in the header that the proxies do not write', async () => {
      const statuses = await statusesOf(behindProxy.url, (index) => ({
        'x-forwarded-for': '203.0.113.23',
        forwarded: `for=198.51.100.${index}`,
      }));

      expect(statuses).toEqual(SPENT);
    });
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
