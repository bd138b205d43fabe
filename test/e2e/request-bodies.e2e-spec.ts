/** Bodies as clients of all languages send them, written from RFC 9110, RFC 9112 and RFC 8259 as bytes on a socket. */
import { gzipSync } from 'node:zlib';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { BILLING, Client } from '../support/client.js';
import { ORIGIN } from '../support/foreign/origins.js';
import { sendBytes } from '../support/foreign/verbatim-client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { SimulatorControl } from '../support/simulator-control.js';

const CARDHOLDERS = '/v1/partners/partner-demo/cardholders';
const STATEMENTS = '/v1/cards/1001/statements';
const STATEMENT = '{"month":10,"year":2026}';
const HOOK = '/v1/transactions-hook';
const MARK = '\u00ef\u00bb\u00bf';

describe('a body', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateway: GatewayProcess;
  let anonymous: Client;
  let authorization: string;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator) } });
    anonymous = new Client(gateway.url);
    authorization = (await anonymous.asService()).headers['authorization'] ?? '';
    // Tokens are held from here on.
    await send(STATEMENTS, ['content-type: application/json', `content-length: ${STATEMENT.length}`], STATEMENT);
  });

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
  });

  beforeEach(() => control.forgetCalls());

  /** `body` is bytes, one a character. */
  const send = async (
    path: string,
    head: readonly string[],
    body: string,
  ): Promise<{ status: number; text: string }> => {
    const lines = [`POST ${path} HTTP/1.1`, 'host: x', `authorization: ${authorization}`, 'connection: close', ...head];
    const text = await sendBytes(gateway.url, `${lines.join('\r\n')}\r\n\r\n${body}`);
    return { status: Number(text.slice('HTTP/1.1 '.length).slice(0, 3)), text };
  };

  const sendJson = (body: string, type = 'application/json', ...head: string[]): ReturnType<typeof send> =>
    send(STATEMENTS, [`content-type: ${type}`, `content-length: ${body.length}`, ...head], body);

  describe('that is empty is none, whatever its type', () => {
    it.each([
      ['a length of 0', ['content-length: 0'], ''],
      ['a length of 00', ['content-length: 00'], ''],
      ['no length', [], ''],
      ['no chunk', ['transfer-encoding: chunked'], '0\r\n\r\n'],
      ['no chunk but a trailer', ['transfer-encoding: chunked'], '0\r\nx-sum: 1\r\n\r\n'],
    ])('with %s', async (_how, framing, body) => {
      // An operation without a body takes it.
      const lines = [
        'DELETE /v1/auth/session HTTP/1.1',
        'host: x',
        `authorization: ${(await anonymous.logIn()).headers['authorization'] ?? ''}`,
        'connection: close',
        'content-type: application/json',
        ...framing,
      ];
      expect(await sendBytes(gateway.url, `${lines.join('\r\n')}\r\n\r\n${body}`)).toMatch(/^HTTP\/1\.1 200 /);

      // One that needs a body says which members are missing.
      const { status, text } = await send(CARDHOLDERS, ['content-type: application/json', ...framing], body);
      expect(status).toBe(400);
      expect(text).toMatch(/"code":"validation_failed"/);
      expect(text).not.toContain('invalid_json');
    });

    it('also where the type is one that is never taken, or coded', async () => {
      const { text } = await send(
        STATEMENTS,
        ['content-type: text/plain', 'content-encoding: gzip', 'content-length: 0'],
        '',
      );

      expect(text).not.toMatch(/^HTTP\/1\.1 415 /);
    });
  });

  describe('with a byte order mark', () => {
    it('is read, and goes on without it', async () => {
      expect((await sendJson(MARK + STATEMENT)).status).toBe(201);
      expect((await control.onlyCall()).body).toBe(STATEMENT);
    });

    it('loses no member where the gateway adds some', async () => {
      const body = '{"amount":10.50,"currency":"GTQ","externalId":"order-1","customKeys":{"kept":true}}';
      const head = [`POST ${HOOK} HTTP/1.1`, 'host: x', 'connection: close', `origin: ${ORIGIN}`];
      const framing = ['content-type: application/json', `content-length: ${body.length + 3}`];
      head.push('idempotency-key: marked');

      await sendBytes(gateway.url, `${[...head, ...framing].join('\r\n')}\r\n\r\n${MARK}${body}`);

      const { body: sent } = await control.onlyCall();
      expect(sent).toContain(body.slice(1, -1));
      expect(JSON.parse(sent)).toMatchObject({ publicKey: expect.any(String) });
    });
  });

  describe('that is not UTF-8', () => {
    it.each([
      ['Latin-1', '{"month":10,"year":2026,"name":"Jos\u00e9"}'],
      ['cut in the middle of a character', '{"month":10,"year":2026,"name":"Jos\u00c3"}'],
      ['an overlong form', '{"month":10,"year":2026,"name":"\u00c0\u00af"}'],
      ['half of a surrogate pair', '{"month":10,"year":2026,"name":"\u00ed\u00a0\u0080"}'],
      ['UTF-16 with its mark', '\u00ff\u00fe{\u0000}\u0000'],
    ])('is refused as such: %s', async (_how, body) => {
      const { status, text } = await sendJson(body);

      expect({ status, text }).toEqual({ status: 400, text: expect.stringContaining('"code":"invalid_encoding"') });
      expect(await control.calls()).toEqual([]);
    });

    it.each(['iso-8859-1', 'ISO-8859-1', '"windows-1252"', 'utf-16', 'latin1'])(
      'and says so, is refused by its type: %s',
      async (charset) => {
        const { status, text } = await sendJson(STATEMENT, `application/json; charset=${charset}`);

        expect({ status, text }).toEqual({
          status: 415,
          text: expect.stringContaining('"code":"unsupported_media_type"'),
        });
        expect(await control.calls()).toEqual([]);
      },
    );
  });

  it.each([
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json; charset="utf-8"',
    'Application/JSON ; Charset=Utf-8',
    'application/json; charset=us-ascii',
    'application/json; odata=verbose; charset=utf-8',
  ])('of the type %s is taken', async (type) => {
    expect((await sendJson(STATEMENT, type)).status).toBe(201);
  });

  describe('with a content coding', () => {
    it.each(['gzip', 'GZIP', 'deflate', 'br', 'zstd', 'gzip, identity', 'x'])(
      'is refused, and told which is taken: %s',
      async (coding) => {
        const body = gzipSync(STATEMENT).toString('latin1');
        const { status, text } = await sendJson(body, 'application/json', `content-encoding: ${coding}`);

        expect(status).toBe(415);
        // RFC 9110, section 15.5.16.
        expect(text).toMatch(/\r\naccept-encoding: identity\r\n/i);
        expect(text).toContain('"code":"unsupported_media_type"');
        expect(await control.calls()).toEqual([]);
      },
    );

    it.each([
      ['a form', '/v1/auth/token', 'application/x-www-form-urlencoded'],
      ['an upload', '/v1/partners/partner-demo/cardholders/upload', 'multipart/form-data; boundary=x'],
    ])('is refused where it is %s', async (_what, path, type) => {
      const { text } = await send(
        path,
        [`content-type: ${type}`, 'content-encoding: gzip', 'content-length: 3'],
        'abc',
      );

      expect(text).toMatch(/^HTTP\/1\.1 415 [^]*\r\naccept-encoding: identity\r\n/i);
    });

    it('that changes nothing is taken', async () => {
      expect((await sendJson(STATEMENT, 'application/json', 'content-encoding: Identity')).status).toBe(201);
    });
  });

  // Apache HttpClient says it of every form, and RFC 6749 makes a form ASCII in any case.
  it('that is a form may name any charset', async () => {
    const form = `grant_type=client_credentials&client_id=${BILLING.id}&client_secret=${BILLING.secret}`;
    const type = 'content-type: application/x-www-form-urlencoded; charset=ISO-8859-1';
    const head = [
      'POST /v1/auth/token HTTP/1.1',
      'host: x',
      'connection: close',
      type,
      `content-length: ${form.length}`,
    ];

    expect(await sendBytes(gateway.url, `${head.join('\r\n')}\r\n\r\n${form}`)).toMatch(/^HTTP\/1\.1 200 /);
  });
});
