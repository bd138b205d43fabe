import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, Client } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { FrontedUpstream } from '../support/fronted-upstream.js';
import { logOf } from '../support/gateway-log.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { H2Client } from '../support/h2-client.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { PROXIES } from '../support/proxies/kinds.js';
import { Proxy } from '../support/proxies/proxy.js';
import { SimulatorControl } from '../support/simulator-control.js';

const TEST_MS = 30_000;
const TLS = {
  certificate: 'test/support/tls/localhost.certificate.pem',
  key: 'test/support/tls/localhost.private.pem',
};
const ORIGIN = 'https://app.partner.example';
const CLIENT_ADDRESS = '127.0.0.77';
const LIST = '/v1/partners/partner-demo/cardholders?page=1&limit=1';
const UPLOAD = '/v1/partners/partner-demo/cardholders/upload';
const PROGRESS = '/v1/partners/partner-demo/cardholders/batch/bat_1/progress';
const REFUND = '/v1/refund';
const BOUNDARY = 'boundary-of-the-test';
const MIB = 1_048_576;
const CSRF = { 'x-migo-csrf': '1', origin: ORIGIN };

function form(bytes: number): Buffer {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="users"; filename="users.xlsx"\r\nContent-Type: ${type}\r\n\r\n`;
  const content = Buffer.alloc(bytes);
  content.write('PK\u0003\u0004', 'latin1');
  return Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
}

/** As docs/deployment says: TLS and HTTP/2 to the browser, two replicas behind. */
describe.each(PROXIES)('behind %s', (name) => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let cms: FrontedUpstream;
  let middleware: FrontedUpstream;
  let gateways: GatewayProcess[];
  let proxy: Proxy;
  let browser: H2Client;
  let cookie: string;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    cms = await FrontedUpstream.start(simulator.urls.cms, /\/(progress|upload)$/);
    middleware = await FrontedUpstream.start(simulator.urls.middleware, /\/refund$/);
    const urls = { ...simulator.urls, cms: cms.url, middleware: middleware.url };
    const config = {
      upstreams: upstreamsOf({ urls }),
      partners: [demoPartner({ origins: [ORIGIN] })],
      server: { trustedProxies: ['127.0.0.1'] },
    };
    const keyPrefix = `test-${randomUUID()}`.slice(0, 32);
    gateways = await Promise.all([1, 2].map(() => GatewayProcess.start({ config, keyPrefix })));
    proxy = await Proxy.start(name, {
      upstreams: gateways.map(({ url }) => url),
      tls: TLS,
      asDocumented: { adminPorts: gateways.map(({ adminUrl }) => Number(new URL(adminUrl).port)) },
    });
    // A balancer that looks at its replicas first has none before that.
    await sleep(1500);
    browser = await H2Client.connect(proxy.url, { ca: TLS.certificate, localAddress: CLIENT_ADDRESS });
    cookie = await logIn();
  });

  afterAll(async () => {
    browser.close();
    await proxy.stop();
    await Promise.all([
      simulator.close(),
      cms.close(),
      middleware.close(),
      ...gateways.map((each) => each.stop('SIGKILL')),
    ]);
  });

  async function logIn(): Promise<string> {
    const { status, headers } = await browser.send('POST', '/v1/auth/operator/login', {
      headers: { 'content-type': 'application/json', origin: ORIGIN },
      body: JSON.stringify(ANA),
    });
    expect(status).toBe(200);
    const [set = ''] = headers['set-cookie'] ?? [];
    const [handle = ''] = set.split(';');
    expect(handle).toMatch(/^__Host-migo_session=/);
    mustNotBeLogged(handle.split('=')[1] ?? '', ANA.password);
    return handle;
  }

  it('a browser lives by its cookie, at either replica', async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      expect(await browser.send('GET', LIST, { headers: { cookie, origin: ORIGIN } })).toMatchObject({
        status: 200,
        headers: { 'access-control-allow-origin': ORIGIN },
      });
    }
    expect((await browser.send('DELETE', '/v1/auth/session', { headers: { cookie } })).status).toBe(403);
    expect((await browser.send('DELETE', '/v1/auth/session', { headers: { cookie, ...CSRF } })).status).toBeLessThan(
      300,
    );
    expect((await browser.send('GET', LIST, { headers: { cookie } })).status).toBe(401);
    cookie = await logIn();
  });

  it('a preflight is answered', async () => {
    const headers = { origin: ORIGIN, 'access-control-request-method': 'PUT' };
    const answer = await browser.send('OPTIONS', '/v1/auth/otp', { headers });
    expect(answer).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': ORIGIN } });
  });

  it('the log and the limits know the client by its own address', async () => {
    const answer = await browser.send('GET', '/v1/auth/session', {
      headers: { 'x-forwarded-for': '203.0.113.9', cookie: '__Host-migo_session=made-up' },
    });
    expect(answer.status).toBe(401);
    await sleep(300);
    const id = answer.headers['x-request-id'];
    const lines = gateways.flatMap((gateway) => logOf(gateway)).filter(({ requestId }) => requestId === id);
    expect(JSON.stringify(lines)).toContain(CLIENT_ADDRESS);
    expect(JSON.stringify(lines)).not.toContain('203.0.113.9');
  });

  it(
    'an upload of nearly 16 MB arrives whole, and one that is too large is refused in our words',
    async () => {
      let bytes = 0;
      cms.answers((incoming, response) => {
        incoming.on('data', (chunk: Buffer) => (bytes += chunk.length));
        incoming.on('end', () => {
          response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true}');
        });
      });
      await browser.send('POST', '/v1/auth/otp', {
        headers: { cookie, ...CSRF, 'content-type': 'application/json' },
        body: '{}',
      });
      const verified = await browser.send('PUT', '/v1/auth/otp', {
        headers: { cookie, ...CSRF, 'content-type': 'application/json' },
        body: JSON.stringify({ otp: await control.otp(ANA.email) }),
      });
      expect(verified.status).toBe(200);
      cookie = verified.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie;
      const headers = { cookie, ...CSRF, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
      const body = form(15 * MIB);
      expect((await browser.send('POST', UPLOAD, { headers, body })).status).toBeLessThan(300);
      expect(bytes).toBe(body.length);
      const refused = await browser.send('POST', UPLOAD, { headers, body: form(20 * MIB) });
      expect(refused).toMatchObject({ status: 413, headers: { 'content-type': /^application\/problem\+json/ } });
    },
    TEST_MS,
  );

  it(
    'events come one by one, and a browser that leaves ends the stream upstream',
    async () => {
      let upstream: ServerResponse | undefined;
      cms.answers((_incoming, response) => {
        upstream = response;
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: first\n\n');
      });
      const stream = browser.open('GET', PROGRESS, { headers: { cookie, accept: 'text/event-stream' } });
      const next = async (): Promise<string> => String(((await once(stream, 'data')) as [Buffer])[0]);
      expect(await next()).toContain('first');
      upstream?.write('data: second\n\n');
      expect(await next()).toContain('second');
      const closed = once(upstream ?? stream, 'close');
      stream.close();
      // Apache learns that a browser has left when it passes the next event on.
      const events = setInterval(() => upstream?.write('data: for nobody\n\n'), 200);
      await closed;
      clearInterval(events);
    },
    TEST_MS,
  );

  it(
    'a replica that is killed under a payment is told as an error, and the payment is sent once',
    async () => {
      let calls = 0;
      let arrived: () => void = () => undefined;
      const sent = new Promise<void>((resolve) => (arrived = resolve));
      middleware.answers(() => {
        calls += 1;
        arrived();
      });
      const { headers } = await new Client(gateways[0]?.url ?? '').asService();
      const payment = browser
        .send('POST', REFUND, {
          headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
          body: JSON.stringify({ uid: 'TX-1' }),
        })
        .catch(() => ({ status: 0 }));
      await sent;
      const before = gateways.map(({ url }) => url);
      await Promise.all(gateways.map((each) => each.stop('SIGKILL')));
      expect((await payment).status).not.toBe(200);
      await sleep(1000);
      expect({ before: before.length, calls }).toEqual({ before: 2, calls: 1 });
    },
    TEST_MS,
  );
});
