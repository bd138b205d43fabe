import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, Client } from '../support/client.js';
import { verbatimSession } from '../support/foreign/verbatim-client.js';
import { VerbatimUpstream } from '../support/foreign/verbatim-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { SimulatorControl } from '../support/simulator-control.js';

const LIST = '/v1/partners/partner-demo/cardholders';
const SEARCH = '/v1/transactions/search';
const STATEMENT = JSON.stringify({ month: 10, year: 2026 });
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('what passes between a client and an upstream', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let odd: VerbatimUpstream;
  let gateway: GatewayProcess;
  let handle: string;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    odd = await VerbatimUpstream.start();
    const upstreams = upstreamsOf({ urls: { ...simulator.urls, payments: odd.url } });
    gateway = await GatewayProcess.start({ config: { upstreams } });
    const login = await new Client(gateway.url).post('/v1/auth/operator/login', { ...ANA, transport: 'token' });
    handle = login.body.data.sessionToken;
    mustNotBeLogged(handle, ANA.password);
    // Permissions are known from here on, so that one request is one call.
    await call('/v1/cards/1001/statements', {}, STATEMENT);
  });

  afterAll(async () => {
    await simulator.close();
    await odd.close();
    await gateway.stop();
  });

  beforeEach(async () => {
    await control.clearFaults();
    await control.forgetCalls();
  });

  const call: ReturnType<typeof verbatimSession> = (...request) => verbatimSession(gateway.url, handle)(...request);

  describe('of a client’s headers', () => {
    it('the request id does, where it is one', async () => {
      const { headers } = await call(LIST, { 'x-request-id': 'Partner.req_01-abc' });

      expect(headers['x-request-id']).toBe('Partner.req_01-abc');
      expect((await control.onlyCall()).headers['x-request-id']).toBe('Partner.req_01-abc');
    });

    it.each([
      ['too short', 'abcdefg'],
      ['too long', 'a'.repeat(65)],
      ['with a space', 'abcd efgh'],
      ['with an escaped line break', 'abcdefgh%0d%0ax-a:1'],
      ['with markup', '<script>abcdefgh'],
      ['not ASCII', 'petici\u00f3n-00001'],
      ['empty', ''],
      ['given twice', ['abcdefgh-1', 'abcdefgh-2']],
    ])('a request id that is %s is replaced', async (_how, given) => {
      const { headers } = await call(LIST, { 'x-request-id': given });

      expect(headers['x-request-id']).toMatch(UUID);
      expect((await control.onlyCall()).headers['x-request-id']).toBe(headers['x-request-id']);
    });

    it('the longest and the shortest request id are taken', async () => {
      for (const id of ['a'.repeat(64), 'a.b-c_d8']) {
        expect((await call(LIST, { 'x-request-id': id })).headers['x-request-id']).toBe(id);
      }
    });
  });

  describe('of an upstream’s headers', () => {
    it.each([
      [200, 'cms', LIST, undefined],
      [404, 'wallet', '/v1/cards/4242/statements', STATEMENT],
    ] as const)('nothing but the content’s own (%i)', async (status, upstream, path, body) => {
      const headers = {
        'set-cookie': ['upstream=leak-1; Path=/', '__Host-migo_session=leak-2; Path=/; Secure'],
        server: 'leak-3',
        'x-powered-by': 'leak-4',
        'x-internal-host': 'leak-5',
        'x-request-id': 'leak-6-from-upstream',
        via: '1.1 leak-7',
        location: 'https://leak-8.example/',
        'access-control-allow-origin': 'https://leak-9.example',
        'content-security-policy': 'leak-10',
        'cache-control': 'public, max-age=31536000',
        'keep-alive': 'timeout=999',
        'proxy-authenticate': 'leak-11',
        etag: '"leak-13"',
        'content-language': 'es-GT',
      };
      await control.fault({ upstream, kind: 'headers', headers });

      const answer = await call(path, {}, body);

      expect(answer.status).toBe(status);

      expect(JSON.stringify(answer.headers)).not.toContain('leak');
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(answer.headers['cache-control'] ?? 'no-store').toBe('no-store');
      if (answer.status === 200) expect(answer.headers['content-language']).toBe('es-GT');
    });

    it.each([
      ['small', 10],
      ['large', 200_000],
    ])(
      'one that HTTP does not allow is not passed on with a %s answer, and the client is not left waiting',
      async (_size, bytes) => {
        const body = `{"data":"${'x'.repeat(bytes)}"}`;
        odd.answersWith(
          Buffer.from(
            'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n' +
              `content-disposition: attachment; filename="estado-\u65e5\u672c.json"\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
          ),
        );

        const answer = await call(SEARCH);

        expect([200, 502]).toContain(answer.status);
        if (answer.status === 200) expect(answer.text).toBe(body);
        expect((await fetch(`${gateway.adminUrl}/livez`)).status).toBe(200);
      },
    );
  });
});
