import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, Client } from '../support/client.js';
import { type LogLine, logOf } from '../support/gateway-log.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';

const CARDHOLDERS = '/v1/partners/partner-demo/cardholders';
const STATEMENTS = '/v1/cards/1003/statements';

/** The lines about one request; the logger writes them at most 100 ms later. */
async function linesOf(gateway: GatewayProcess, requestId: string): Promise<LogLine[]> {
  const giveUpAt = Date.now() + 3000;
  let found: LogLine[] = [];
  while (found.length === 0 && Date.now() < giveUpAt) {
    await sleep(100);
    found = logOf(gateway).filter((line) => line['msg'] === 'request' && JSON.stringify(line).includes(requestId));
  }
  return found;
}

describe('the gateway’s own', () => {
  let simulator: Simulator;
  let gateway: GatewayProcess;
  let admin: Client;
  let anonymous: Client;
  let ana: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator) } });
    admin = new Client(gateway.adminUrl);
    anonymous = new Client(gateway.url);
    ana = await anonymous.logIn();
    await ana.post(STATEMENTS, { month: 1, year: 2026 });
    await ana.get(`${CARDHOLDERS}?searchText=canary-in-query`);
  });

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
  });

  describe('public pages', () => {
    it('say that it is up, and no more', async () => {
      expect(await anonymous.get('/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
    });

    it('describe every operation, and which need a login', async () => {
      const { status, body } = await anonymous.get('/openapi.json');

      expect(status).toBe(200);
      expect(body.openapi).toMatch(/^3\.1/);
      expect(Object.keys(body.paths)).toEqual(
        expect.arrayContaining([
          '/v1/auth/operator/login',
          '/v1/auth/cardholder/login',
          '/v1/auth/token',
          '/.well-known/jwks.json',
          '/v1/auth/session',
          '/v1/partners/{partnerId}/cardholders',
          '/v1/cards/{cardId}/statements',
          '/v1/subscriptions/verify-card',
          '/v1/transactions/search',
        ]),
      );
      expect(JSON.stringify(body)).not.toContain(simulator.urls.cms);
    });

    it('hold a console with its script', async () => {
      const page = await anonymous.get('/docs');
      const script = await anonymous.get('/docs/scalar.js');

      expect(page.status).toBe(200);
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
      expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(page.text).toContain('src="/docs/scalar.js"');
      expect(script.status).toBe(200);
      expect(script.headers.get('content-type')).toMatch(/javascript/);
      expect(script.text.length).toBeGreaterThan(100_000);
    });

    it.each(['/livez', '/readyz', '/metrics', '/ops/routes', '/ops/sessions', '/v2', '/v1', '/v1/nothing?a=b'])(
      'do not include %s',
      async (path) => {
        for (const client of [anonymous, ana]) {
          const answer = await client.get(path);

          expect(answer).toMatchObject({ status: 404, body: { code: 'route_not_found', success: false } });
          expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
          expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'));
        }
      },
    );

    it.each(['PUT', 'PATCH', 'DELETE'])('know no method %s where there is none', async (method) => {
      expect(await ana.send(method, CARDHOLDERS)).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
    });
  });

  describe('admin port', () => {
    it('says whether the process lives and may get traffic', async () => {
      expect(await admin.get('/livez')).toMatchObject({ status: 200 });
      expect(await admin.get('/readyz')).toMatchObject({
        status: 200,
        body: { status: 'ok', checks: { store: 'ok', serving: 'ok', tokens: 'ok' } },
      });
    });

    it('counts requests by route and caller, and holds no identifier', async () => {
      const { status, text } = await admin.get('/metrics');

      expect(status).toBe(200);
      expect(text).toMatch(/_count\{[^}]*route="cards\.createStatement"[^}]*\} [1-9]/);
      expect(text).toMatch(/_count\{[^}]*status="201"[^}]*caller="operator"[^}]*\} [1-9]/);
      expect(text).toMatch(/_count\{[^}]*upstream="wallet"[^}]*\} [1-9]/);
      // Only labels: a measured time may have any digits.
      const labels = text.match(/\{.*\}/g) ?? [];
      expect(labels.join('\n')).not.toMatch(/partner-demo|1003|ana@|canary-in-query|\/v1\//);
    });

    it('shows the route table', async () => {
      const { status, body } = await admin.get('/ops/routes');

      expect(status).toBe(200);
      expect(body.routes).toContainEqual(
        expect.objectContaining({
          id: 'subscriptions.verifyCard',
          method: 'POST',
          path: '/v1/subscriptions/verify-card',
          upstream: 'middleware',
          callers: ['operator', 'service'],
          money: true,
        }),
      );
    });

    it('serves nothing of the public port', async () => {
      expect((await admin.get(CARDHOLDERS)).status).toBe(404);
      expect((await admin.post('/v1/auth/operator/login', ANA)).status).toBe(404);
    });
  });

  describe('log', () => {
    const searched = 'canary-in-query@example.com';

    it.each([
      ['a call', CARDHOLDERS, { route: 'cardholders.listCardholders', status: 200, upstream: 'cms' }],
      ['a refusal', '/v1/partners/partner-canary/cardholders', { route: 'cardholders.listCardholders', status: 403 }],
    ])('has one line for %s: what it was, not whom it was about', async (_what, path, expected) => {
      const requestId = `log-${path.length}-${Date.now()}`;
      await ana.get(`${path}?searchText=${encodeURIComponent(searched)}`, { headers: { 'x-request-id': requestId } });

      const lines = await linesOf(gateway, requestId);

      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatchObject({
        ...expected,
        requestId,
        method: 'GET',
        caller: 'operator',
        partner: 'demo',
        durationMs: expect.any(Number),
        ...(expected.status === 200 && { upstreamMs: expect.any(Number) }),
      });
      const text = JSON.stringify(lines[0]);
      expect(text).not.toMatch(/canary|partner-demo|\/v1|searchText|ana@|%40/);
    });

    it('has one line for a request without a caller or a route', async () => {
      const requestId = `log-none-${Date.now()}`;
      await anonymous.get('/v1/canary-path', { headers: { 'x-request-id': requestId } });

      const lines = await linesOf(gateway, requestId);
      expect(lines).toMatchObject([{ status: 404, problem: 'route_not_found', requestId }]);
      expect(lines[0]).not.toHaveProperty('caller');
    });

    it('never has an address, a query or an e-mail in any line', async () => {
      const requestId = `log-last-${Date.now()}`;
      await anonymous.post(
        '/v1/auth/operator/login',
        { ...ANA, password: 'x' },
        { headers: { 'x-request-id': requestId } },
      );
      await linesOf(gateway, requestId);

      expect(JSON.stringify(logOf(gateway))).not.toMatch(/canary|partner-demo|searchText|ana@demo|\/v1\//);
    });
  });
});
