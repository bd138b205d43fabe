/** Request lines as RFC 9110 and RFC 9112 allow them, and those that they do not, as bytes on a socket. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client } from '../support/client.js';
import { ORIGIN } from '../support/foreign/origins.js';
import { sendBytes } from '../support/foreign/verbatim-client.js';
import { VerbatimUpstream } from '../support/foreign/verbatim-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { logOf } from '../support/gateway-log.js';
import { SimulatorControl } from '../support/simulator-control.js';

const CARDHOLDERS = '/v1/partners/partner-demo/cardholders';
const SEARCH = '/v1/transactions/search';
const SECURITY = ['content-security-policy', 'strict-transport-security', 'x-content-type-options', 'cache-control'];

interface Head {
  status: number;
  headers: ReadonlyMap<string, string>;
  body: string;
}

function read(answer: string): Head {
  const [head = '', ...rest] = answer.split('\r\n\r\n');
  const [line = '', ...fields] = head.split('\r\n');
  const pairs = fields.map((field): [string, string] => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
  });
  return { status: Number(line.split(' ')[1]), headers: new Map(pairs), body: rest.join('\r\n\r\n') };
}

function allowed({ headers }: Head): string[] {
  return (headers.get('allow') ?? '').split(', ').sort();
}

describe('a request line', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let odd: VerbatimUpstream;
  let gateway: GatewayProcess;
  let authorization: string;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    odd = await VerbatimUpstream.start();
    const upstreams = upstreamsOf({ urls: { ...simulator.urls, payments: odd.url } });
    gateway = await GatewayProcess.start({ config: { upstreams } });
    authorization = (await new Client(gateway.url).logIn()).headers['authorization'] ?? '';
  });

  afterAll(async () => {
    await simulator.close();
    await odd.close();
    await gateway.stop();
  });

  const send = async (line: string, ...head: string[]): Promise<Head> => {
    const lines = [`${line} HTTP/1.1`, 'host: x', 'connection: close', ...head];
    return read(await sendBytes(gateway.url, `${lines.join('\r\n')}\r\n\r\n`));
  };
  const sendAsAna = (line: string, ...head: string[]): Promise<Head> =>
    send(line, `authorization: ${authorization}`, ...head);

  const requestsCounted = async (status: number): Promise<number> => {
    const text = await (await fetch(`${gateway.adminUrl}/metrics`)).text();
    const line = `migo_gateway_request_duration_seconds_count{route="none",status="${status}",caller="none",partner="none"} `;
    return Number(
      text
        .split('\n')
        .find((each) => each.startsWith(line))
        ?.slice(line.length) ?? 0,
    );
  };

  describe('with a target', () => {
    it('of the absolute form is served as its path', async () => {
      for (const target of ['http://other.example/health', 'HTTPS://other.example:8443/health?x=1']) {
        expect(await send(`GET ${target}`)).toMatchObject({ status: 200, body: '{"status":"ok"}' });
      }
      expect((await send('GET http://other.example')).status).toBe(200);
      expect((await send(`GET http://other.example${CARDHOLDERS}`)).status).toBe(401);
      expect((await sendAsAna(`GET http://other.example${CARDHOLDERS}?limit=1`)).status).toBe(200);
    });

    it('of the asterisk form asks about the whole server', async () => {
      const answer = await send('OPTIONS *');

      expect(answer).toMatchObject({ status: 204, body: '' });
      expect(allowed(answer)).toEqual(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);
    });

    it.each([['x:443'], ['/health'], ['127.0.0.1:1']])('of a CONNECT to %s is told, logged and counted', async (to) => {
      const before = await requestsCounted(405);
      const { status, headers, body } = await send(`CONNECT ${to}`, `origin: ${ORIGIN}`);

      expect({ status, type: headers.get('content-type') }).toEqual({ status: 405, type: 'application/problem+json' });
      expect(JSON.parse(body)).toMatchObject({ code: 'method_not_allowed', requestId: headers.get('x-request-id') });
      expect(headers.get('allow')).toMatch(/\bGET\b.*\bOPTIONS\b/);
      expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
      for (const name of SECURITY) expect(headers.has(name)).toBe(true);
      expect(await requestsCounted(405)).toBe(before + 1);
    });

    it.each([['GET /health'], [`POST ${CARDHOLDERS}`]])('with an unknown Expect is a problem: %s', async (line) => {
      const { status, headers, body } = await send(line, 'expect: 200-maybe', `origin: ${ORIGIN}`);

      expect(status).toBe(417);
      expect(headers.get('content-type')).toMatch(/^application\/problem\+json\b/);
      expect(JSON.parse(body)).toMatchObject({ status: 417, code: 'expectation_failed', retryable: false });
      expect(headers.get('connection')).toBe('close');
      for (const name of SECURITY) expect(headers.has(name)).toBe(true);
    });

    it('with an Expect that is known, in any case, is served', async () => {
      expect((await send('GET /health', 'expect: 100-Continue')).status).toBeLessThan(300);
    });

    it.each([
      'GET *',
      'GET *health',
      'GET *v1/auth/session',
      'OPTIONS *health',
      'GET ftp://x/health',
      'GET http:///health',
      'GET /%',
      'GET /%zz',
    ])('that is none is refused, logged and counted: %s', async (line) => {
      const id = `odd-${line.replaceAll(/[^a-z]/gi, '')}-${line.length}-0000`;
      const before = await requestsCounted(400);

      const { status, headers, body } = await send(line, `x-request-id: ${id}`);

      expect({ status, type: headers.get('content-type') }).toEqual({
        status: 400,
        type: expect.stringMatching(/^application\/problem\+json/),
      });
      expect(JSON.parse(body)).toMatchObject({ code: 'invalid_path', requestId: id, success: false });
      expect(await requestsCounted(400)).toBe(before + 1);
      await sleep(300);
      expect(logOf(gateway).filter(({ requestId }) => requestId === id)).toMatchObject([
        { status: 400, problem: 'invalid_path', msg: 'request' },
      ]);
    });

    it('that is no HTTP at all is logged and counted too', async () => {
      const before = await requestsCounted(400);

      const answer = read(await sendBytes(gateway.url, 'EHLO mail.example\r\n\r\n'));

      expect(await requestsCounted(400)).toBe(before + 1);
      const { requestId: id } = JSON.parse(answer.body) as { requestId: string };
      await sleep(300);
      expect(logOf(gateway).filter(({ requestId }) => requestId === id)).toMatchObject([
        { problem: 'malformed_request' },
      ]);
    });

    it.each([
      [1000, 403],
      [3000, 414],
    ])('whose parameter has %i characters is told %i', async (length, status) => {
      expect((await sendAsAna(`GET /v1/partners/${'a'.repeat(length)}/cardholders`)).status).toBe(status);
    });

    it.each([
      ['/', 'application/json'],
      ['/docs', 'text/html'],
      ['/docs/', 'text/html'],
    ])('of the entrance is answered: %s', async (path, type) => {
      const { status, headers } = await send(`GET ${path}`);

      expect({ status, type: headers.get('content-type')?.split(';')[0] }).toEqual({ status: 200, type });
    });
  });

  describe('with a method that the path does not have', () => {
    it.each([
      ['PUT', CARDHOLDERS, ['GET', 'HEAD', 'OPTIONS', 'POST']],
      ['DELETE', '/health', ['GET', 'HEAD', 'OPTIONS']],
      ['PROPFIND', '/v1/auth/session', ['DELETE', 'GET', 'HEAD', 'OPTIONS']],
      ['GET', '/v1/cards/1001/funds', ['OPTIONS', 'POST', 'PUT']],
      // A wrong door is no method that there is.
      ['POST', '/v1/subscriptions', ['GET', 'HEAD', 'OPTIONS']],
    ])('%s %s: 405, and those that it has', async (method, path, expected) => {
      const answer = await send(`${method} ${path}?a=b`, 'content-length: 0');

      expect(answer.status).toBe(405);
      expect(allowed(answer)).toEqual(expect.arrayContaining(expected));
      expect(allowed(answer)).not.toContain(method);
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'method_not_allowed', status: 405 });
    });

    it('nor any other: 404', async () => {
      const answer = await send('DELETE /v1/nothing');

      expect(answer).toMatchObject({ status: 404 });
      expect(answer.headers.has('allow')).toBe(false);
    });

    it('OPTIONS tells the methods to everybody, without a preflight', async () => {
      const answer = await send(`OPTIONS ${CARDHOLDERS}`);

      expect(answer).toMatchObject({ status: 204, body: '' });
      expect(allowed(answer)).toEqual(['GET', 'HEAD', 'OPTIONS', 'POST']);
      expect((await send('OPTIONS /v1/nothing')).status).toBe(404);
    });
  });

  describe('with HEAD', () => {
    const ofContent = ({ headers }: Head): object =>
      Object.fromEntries([...headers].filter(([name]) => !['date', 'x-request-id'].includes(name)));

    it.each([
      '/',
      '/health',
      '/docs',
      '/openapi.json',
      '/.well-known/jwks.json',
      `${CARDHOLDERS}?limit=1`,
      '/v1/nothing',
    ])('%s has the headers of GET, and no body', async (path) => {
      const get = await sendAsAna(`GET ${path}`);
      const head = await sendAsAna(`HEAD ${path}`);

      expect(get.body).not.toBe('');
      expect(head).toMatchObject({ status: get.status, body: '' });
      expect(ofContent(head)).toEqual(ofContent(get));
    });

    it('needs the same login', async () => {
      expect(await send(`HEAD ${CARDHOLDERS}`)).toMatchObject({ status: 401, body: '' });
    });

    it('asks the upstream for nothing but a safe method', async () => {
      await control.forgetCalls();
      await sendAsAna(`HEAD ${CARDHOLDERS}?limit=1`);

      expect(['GET', 'HEAD']).toContain((await control.onlyCall()).method);
    });

    it('of a large answer has its length, and does not wait for its end', async () => {
      const length = 50_000_000;
      odd.answers((socket) => {
        socket.write(
          `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${'['.repeat(200_000)}`,
        );
      });

      const { status, headers, body } = await sendAsAna(`HEAD ${SEARCH}`);

      expect({ status, length: headers.get('content-length'), body }).toEqual({
        status: 200,
        length: `${length}`,
        body: '',
      });
    });

    it('leaves the connection usable', async () => {
      const line = `HEAD ${CARDHOLDERS}?limit=1 HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n`;

      const answer = await sendBytes(gateway.url, `${line}\r\n${line}connection: close\r\n\r\n`);

      expect(answer.match(/^HTTP\/1\.1 200 OK\r$/gm)).toHaveLength(2);
    });
  });

  describe('that is refused early can be read by the partner’s own page', () => {
    const LOGIN = '/v1/auth/operator/login';
    const json = 'content-type: application/json';

    it.each([
      ['400', 'GET /%', []],
      ['401', `GET ${CARDHOLDERS}`, []],
      ['404', 'GET /v1/nothing', []],
      ['405', `PUT ${CARDHOLDERS}`, ['content-length: 0']],
      ['413', `POST ${LOGIN}`, [json, 'content-length: 9000000']],
      ['414', `GET /v1/partners/${'a'.repeat(3000)}/cardholders`, []],
      ['415', `POST ${LOGIN}`, ['content-type: text/plain', 'content-length: 1']],
      ['415', `POST ${CARDHOLDERS}`, [json, 'content-encoding: gzip', 'content-length: 1']],
      ['431', 'GET /health', [`x-large: ${'a'.repeat(30_000)}`]],
    ])('%s for %s', async (status, line, head) => {
      const answer = await send(line, `origin: ${ORIGIN}`, ...head);

      expect(answer.status).toBe(Number(status));
      expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
      expect(answer.headers.get('access-control-expose-headers')).toContain('x-request-id');
      expect(answer.headers.get('vary')).toMatch(/origin/i);
      for (const name of SECURITY) expect(answer.headers.get(name)).toBeDefined();
      expect(answer.headers.get('x-request-id')).toBe((JSON.parse(answer.body) as { requestId: string }).requestId);
      const foreign = await send(line, 'origin: https://evil.example', ...head);
      expect(foreign.headers.has('access-control-allow-origin')).toBe(false);
    });
  });

  describe('behind which a client closes its half of the connection', () => {
    const half = (bytes: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const { hostname, port } = new URL(gateway.url);
        const socket = connect(Number(port), hostname, () => socket.end(bytes));
        let answer = '';
        socket.on('data', (part) => (answer += part.toString('latin1')));
        socket.on('error', reject);
        socket.on('close', () => {
          resolve(answer);
        });
      });
    const asked = (line: string): string => `${line} HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n`;

    it('is answered, and then closed', async () => {
      expect(await half(`${asked(`GET ${CARDHOLDERS}?limit=1`)}\r\n`)).toMatch(/^HTTP\/1\.1 200 [^]*"success":true/);
    });

    it('is answered also by an upstream that takes its time', async () => {
      odd.answers((socket) => {
        setTimeout(() => socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"late":true}'), 300);
      });

      expect(await half(`${asked(`GET ${SEARCH}`)}\r\n`)).toMatch(/^HTTP\/1\.1 200 [^]*"late":true/);
    });

    it('in the middle of a body is not', async () => {
      const head = `${asked('POST /v1/cards/1001/statements')}content-type: application/json\r\ncontent-length: 90\r\n`;

      expect(await half(`${head}\r\n{"month":`)).toMatch(/^($|HTTP\/1\.1 4)/);
      expect(await control.calls({ path: '/cards/1001/statements' })).toEqual([]);
    });
  });
});
