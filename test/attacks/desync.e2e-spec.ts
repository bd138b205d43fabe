/**
 * The attack: a stranger sends the head of a request and not its body, or only half of it. The gateway answers at once. A proxy
 * gives the connection to its next client, whose request is then read as the rest of the body; or the stranger's body, which
 * the gateway has not waited for, is read as a request with the next client's credential. An answer that leaves before the
 * body is whole ends the connection, lingering (RFC 9112, sections 9.3 and 9.6), so that the stranger gets that answer.
 */
import { ATTACK_START_MS, AttackedGateway } from '../support/attacked-gateway.js';
import { Client } from '../support/client.js';
import { Http2Client } from '../support/http2-client.js';
import { RawConnection } from '../support/held-requests.js';
import { PROXIES } from '../support/proxies/kinds.js';
import { Proxy } from '../support/proxies/proxy.js';
import { CERTIFICATE } from '../support/tls/tls-front.js';

const SESSION = '/v1/auth/session';
const ORIGIN = 'http://localhost:8080';
/** Milliseconds of a machine that is busy. */
const PATIENCE_MS = 60_000;

const PRIVATE_KEY = 'test/support/tls/localhost.private.pem';
/** Strangers, and calls of the victim: more than the connections that the proxy has for the victim alone. */
const AT_ONCE = 8;
/** Milliseconds in which whoever is served is served, and in which strangers wait for an answer that a proxy may hold back. */
const ANSWER_MS = 5000;
const EARLY_MS = 300;

/** Answered early, each for another reason. */
const EARLY = [
  ['401', 'POST /v1/refund HTTP/1.1', 'content-type: application/json', 401],
  ['403', 'POST /v1/users/auth/otp HTTP/1.1', 'origin: https://evil.example\r\ncontent-type: application/json', 403],
  ['404', 'POST /nowhere HTTP/1.1', 'content-type: application/json', 404],
  ['405', 'PUT /health HTTP/1.1', 'content-type: application/json', 405],
  ['413', 'POST /v1/auth/operator/login HTTP/1.1', 'content-type: application/json', 413],
  ['415', 'POST /v1/auth/operator/login HTTP/1.1', 'content-type: text/plain', 415],
  ['415 of a coding', 'POST /v1/refund HTTP/1.1', 'content-encoding: gzip\r\ncontent-type: application/json', 415],
  ['415 of a type that is none', 'POST /v1/refund HTTP/1.1', 'content-type: x', 415],
  ['400 of an address', 'POST /v1/%ff HTTP/1.1', 'content-type: application/json', 400],
  ['a preflight', 'OPTIONS /v1/refund HTTP/1.1', `origin: ${ORIGIN}\r\naccess-control-request-method: POST`, 204],
  ['a GET', 'GET /health HTTP/1.1', 'content-type: application/json', 200],
  ['a HEAD', 'HEAD /health HTTP/1.1', 'content-type: application/json', 200],
  ['a DELETE', `DELETE ${SESSION} HTTP/1.1`, 'content-type: application/json', 401],
  ['a client that asks first', 'POST /v1/refund HTTP/1.1', 'expect: 100-continue', 401],
] as const;

/** Chunks have no length that could be too much before they come. */
const LONG_CHUNK = `8000\r\n${'x'.repeat(20_000)}`;

const head = (first: string, headers: string, length: number): string =>
  `${first}\r\nhost: x\r\n${headers}\r\ncontent-length: ${length}\r\n\r\n`;

function inHttp2(first: string, headers: string): Record<string, string> {
  const [method = '', path = ''] = first.split(' ');
  const fields = headers.split('\r\n').map((line) => line.split(': ') as [string, string]);
  return { ':method': method, ':path': path, 'content-length': '100000', ...Object.fromEntries(fields) };
}

describe("a request in somebody else's name", () => {
  let attacked: AttackedGateway;

  beforeAll(async () => {
    attacked = await AttackedGateway.start();
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());

  describe.each(EARLY)('behind %s', (_why, first, headers, status) => {
    let connection: RawConnection;

    afterEach(() => {
      connection.destroy();
    });

    it.each([
      ['a length', (text: string) => head(first, headers, 100_000) + text],
      ['chunks', (text: string) => `${first}\r\nhost: x\r\n${headers}\r\ntransfer-encoding: chunked\r\n\r\n${text}`],
    ])('is not read once an answer has left early: %s', async (_framing, request) => {
      connection = await RawConnection.to(attacked.url);
      connection.send(request(status === 413 ? LONG_CHUNK : ''));
      await connection.until(({ hasEnded }) => hasEnded);
      expect(connection.statuses).toEqual([status]);
      expect(connection.text).toMatch(/\r\nconnection: close\r\n/i);

      const { authorization = '' } = attacked.ana.headers;
      connection.send(`DELETE ${SESSION} HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n\r\n`);
      await new Promise((wake) => setTimeout(wake, 50));

      // It lingers: whoever sends on does not lose the answer to a broken connection.
      expect(connection.isClosed).toBe(false);
      expect(connection.statuses).toHaveLength(1);
      await attacked.expectUnharmed();
    });
  });

  it('does not cost those whose body is whole their connection', async () => {
    const connection = await RawConnection.to(attacked.url);
    // Node ends the connection of who was not told to send his body.
    const whole = EARLY.filter(([, , headers, status]) => status !== 413 && !headers.includes('expect')).map(
      ([, first, headers]) => `${head(first, headers, 2)}{}`,
    );
    for (const [index, request] of whole.entries()) {
      connection.send(request);
      await connection.until(({ statuses }) => statuses.length === index + 1);
      expect([request, /connection: close/i.test(connection.text)]).toEqual([request, false]);
    }
    connection.destroy();
  });

  it('is not read from a pipeline behind it', async () => {
    const { authorization = '' } = attacked.ana.headers;
    const end = `DELETE ${SESSION} HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n\r\n`;
    const connection = await RawConnection.to(attacked.url);
    connection.send(head('POST /nowhere HTTP/1.1', 'content-type: application/json', 70_000));
    await connection.until(({ statuses }) => statuses.length === 1);
    connection.send('x'.repeat(70_000) + end);
    await connection.until(({ hasEnded }) => hasEnded);

    expect(connection.statuses).toEqual([404]);
    connection.destroy();
    await attacked.expectUnharmed();
  });

  describe.each(PROXIES)('through %s', (name) => {
    let proxy: Proxy;

    beforeAll(async () => {
      proxy = await Proxy.start(name, { upstreams: [attacked.url] });
    }, ATTACK_START_MS);

    afterAll(() => proxy.stop());

    it(
      'is nobody’s: the next clients are served as themselves',
      async () => {
        const victims = await Promise.all(Array.from({ length: 4 }, () => new Client(attacked.url).logIn()));
        const url = proxy.url.replace('localhost', '127.0.0.1');
        for (const [why, first, headers, status] of EARLY) {
          const smuggled = `DELETE ${SESSION} HTTP/1.1\r\nhost: x\r\nx: `;
          const strangers = await Promise.all(Array.from({ length: 4 }, () => RawConnection.to(url)));
          for (const [index, stranger] of strangers.entries())
            stranger.send(
              head(first, headers, index % 2 === 0 ? 100_000 : smuggled.length + 500) + (index < 2 ? smuggled : ''),
            );
          // Those who say nothing more are answered by the gateway, or wait for a proxy that wants their body first.
          await Promise.race([
            Promise.all(strangers.map((stranger) => stranger.until(({ statuses }) => statuses.length > 0))),
            new Promise((wake) => setTimeout(wake, 300)),
          ]);
          const replies = await Promise.all(victims.map((victim) => victim.at(url).get(SESSION)));
          for (const stranger of strangers) stranger.destroy();

          expect([why, replies.map((reply) => reply.status)]).toEqual([why, victims.map(() => 200)]);
          const told = strangers.flatMap(({ statuses }) => statuses).filter((one) => one !== status);
          expect([why, told.filter((one) => one >= 500)]).toEqual([why, []]);
        }
        for (const victim of victims) expect((await victim.get(SESSION)).status).toBe(200);
      },
      PATIENCE_MS,
    );

    it(
      'is nobody’s where the stranger cancels it (RFC 9113, section 8.1), and the proxy keeps the connection',
      async () => {
        const tls = { certificate: CERTIFICATE, key: PRIVATE_KEY };
        const front = await Proxy.start(name, { upstreams: [attacked.url], tls });
        const victim = new Http2Client(front.url);
        const strangers = Array.from({ length: AT_ONCE }, () => new Http2Client(front.url));
        try {
          const who = (await attacked.anonymous.logIn()).headers;
          const asVictim = (): Promise<number | undefined> => victim.get(SESSION, who, ANSWER_MS);
          expect(await asVictim()).toBe(200);
          for (const [why, first, headers] of EARLY) {
            const begun = inHttp2(first, headers);
            await Promise.all(strangers.map((stranger) => stranger.beginAndCancel(begun, '{"x":', EARLY_MS)));
            const statuses = await Promise.all(Array.from({ length: AT_ONCE }, asVictim));
            expect([why, statuses]).toEqual([why, statuses.map(() => 200)]);
          }
        } finally {
          for (const client of [victim, ...strangers]) client.close();
          await front.stop();
        }
      },
      PATIENCE_MS,
    );

    it(
      'is refused as the gateway does it, however much of the body there is',
      async () => {
        const url = proxy.url.replace('localhost', '127.0.0.1');
        for (const bytes of [1000, 1_000_000, ...Array<number>(8).fill(4_000_000)]) {
          const unknown = await new Client(url).post('/v1/refund', `{"x":"${'x'.repeat(bytes)}"}`);
          expect([bytes, unknown.status, unknown.body?.code]).toEqual([bytes, 401, 'authentication_required']);
        }
        const long = await new Client(url).post('/v1/auth/operator/login', `{"email":"${'x'.repeat(1_000_000)}"}`);
        expect([long.status, long.body?.code]).toEqual([413, 'payload_too_large']);
      },
      PATIENCE_MS,
    );
  });
});
