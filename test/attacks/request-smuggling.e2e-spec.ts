/**
 * The attack: a request whose end two readers see at two places, so that the rest of it becomes a request of its own behind a
 * proxy: lengths that contradict each other or `Transfer-Encoding`, encodings spelt so that one reader ignores them, odd line
 * ends, folded lines, chunks that are none (RFC 9112, sections 5 to 7 and 11.2). Each shape hides a call with a good handle.
 */
import { ATTACK_START_MS, AttackedGateway } from '../support/attacked-gateway.js';
import { sendBytes, sendVerbatim } from '../support/foreign/verbatim-client.js';

const STATEMENTS = '/v1/cards/1001/statements';
const STATEMENT = JSON.stringify({ month: 10, year: 2026 });

describe('a request within a request', () => {
  let attacked: AttackedGateway;
  let hidden: string;
  let post: (headers: string, body: string) => string;

  beforeAll(async () => {
    attacked = await AttackedGateway.start();
    const { authorization = '' } = attacked.ana.headers;
    const own = `host: x\r\nauthorization: ${authorization}\r\n`;
    hidden = `GET /v1/partners/partner-demo/cardholders?searchText=smuggled HTTP/1.1\r\n${own}connection: close\r\n\r\n`;
    post = (headers, body) =>
      `POST ${STATEMENTS} HTTP/1.1\r\n${own}content-type: application/json\r\n${headers}\r\n${body}`;
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());
  beforeEach(async () => {
    // What Ana may do is known: it is asked before her body is read.
    await attacked.ana.post(STATEMENTS, STATEMENT);
    await attacked.control.forgetCalls();
  });

  const expectRefused = async (bytes: string): Promise<void> => {
    const answer = await sendBytes(attacked.url, bytes);

    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer.match(/HTTP\/1\.1 \d{3}/g)).toHaveLength(1);
    expect(answer).toMatch(/\r\ncontent-type: application\/problem\+json/i);
    expect(answer).not.toContain('smuggled');
    await attacked.expectNoUpstreamCall();
  };

  const CHUNKED = '0\r\n\r\n';

  it.each([
    ['Content-Length and Transfer-Encoding', 'content-length: 5\r\ntransfer-encoding: chunked\r\n'],
    ['Transfer-Encoding and Content-Length', 'transfer-encoding: chunked\r\ncontent-length: 5\r\n'],
    ['a length of zero and chunks', 'content-length: 0\r\ntransfer-encoding: chunked\r\n'],
    ['two lengths', 'content-length: 5\r\ncontent-length: 6\r\n'],
    ['two equal lengths', 'content-length: 5\r\ncontent-length: 5\r\n'],
    ['a list of lengths', 'content-length: 5, 6\r\n'],
    ['a length with a sign', 'content-length: +5\r\n'],
    ['a negative length', 'content-length: -5\r\n'],
    ['a length in hexadecimal', 'content-length: 0x5\r\n'],
    ['a length with an exponent', 'content-length: 5e0\r\n'],
    ['a length beyond all numbers', 'content-length: 99999999999999999999999\r\n'],
    ['a space before the colon of a length', 'content-length : 5\r\n'],
    ['a space before the colon of an encoding', 'transfer-encoding : chunked\r\n'],
    ['an unknown encoding', 'transfer-encoding: xchunked\r\n'],
    ['chunks of what was compressed', 'transfer-encoding: gzip, chunked\r\n'],
    ['chunks that are not the last encoding', 'transfer-encoding: chunked, identity\r\n'],
    ['chunks twice', 'transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n'],
    ['an encoding and another one', 'transfer-encoding: chunked\r\ntransfer-encoding: x\r\n'],
    ['a vertical tab in the encoding', 'transfer-encoding: \u000bchunked\r\n'],
    ['quotes around the encoding', 'transfer-encoding: "chunked"\r\n'],
    ['a folded encoding', 'transfer-encoding:\r\n chunked\r\n'],
    ['a folded line', 'x-request-id: abcdefgh\r\n injected: 1\r\n'],
    ['a line without a colon', 'transfer-encoding chunked\r\n'],
    ['a bare line feed', 'x: y\ntransfer-encoding: chunked\r\n'],
    ['a bare carriage return', 'x: y\rtransfer-encoding: chunked\r\n'],
    ['a NUL', 'x: y\u0000transfer-encoding: chunked\r\n'],
    ['an empty name', ': chunked\r\n'],
    ['a space in front of the first header', ' transfer-encoding: chunked\r\n'],
    ['two hosts', 'host: y\r\ncontent-length: 0\r\n'],
  ])('is not seen behind %s', (_what, headers) => expectRefused(post(headers, CHUNKED + hidden)));

  it.each([
    ['a size that is no number', 'x\r\n{}\r\n0\r\n\r\n'],
    ['a size with a sign', '+2\r\n{}\r\n0\r\n\r\n'],
    ['a size with 0x', '0x2\r\n{}\r\n0\r\n\r\n'],
    ['a size beyond all numbers', 'fffffffffffffffff2\r\n{}\r\n0\r\n\r\n'],
    ['a space before the size', ' 2\r\n{}\r\n0\r\n\r\n'],
    ['a chunk longer than its size', '1\r\n{}\r\n0\r\n\r\n'],
    ['a line feed in an extension', '2;x\n{}\r\n0\r\n\r\n'],
    ['a carriage return in an extension', '2;\rx\r\n{}\r\n0\r\n\r\n'],
    ['line feeds alone', '2\n{}\n0\n\n'],
    ['a whole body and then a broken size', `${STATEMENT.length.toString(16)}\r\n${STATEMENT}\r\nx\r\n`],
    ['a whole body and then a broken trailer', `${STATEMENT.length.toString(16)}\r\n${STATEMENT}\r\n0\r\n: x\r\n\r\n`],
  ])('is not seen in chunks with %s', (_what, chunks) =>
    expectRefused(post('transfer-encoding: chunked\r\n', chunks + hidden)),
  );

  it('is not seen behind chunks in HTTP/1.0, which has none', () =>
    expectRefused(post('transfer-encoding: chunked\r\n', CHUNKED + hidden).replace('HTTP/1.1', 'HTTP/1.0')));

  it.each([
    ['HTTP/2.0', ' HTTP/2.0'],
    ['no version', ''],
    ['a tab before the version', '\tHTTP/1.1'],
    ['a version in lower case', ' http/1.1'],
    ['something behind the version', ' HTTP/1.1 x'],
  ])('is not read from a first line with %s', (_what, version) =>
    expectRefused(
      post(`connection: close\r\ncontent-length: ${STATEMENT.length}\r\n`, STATEMENT).replace(' HTTP/1.1', version),
    ),
  );

  it('is not seen behind the preface of HTTP/2', () => expectRefused(`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${hidden}`));

  it('is a body where the length says so, and nothing else', async () => {
    const length = Buffer.byteLength(hidden);

    await expectRefused(post(`connection: close\r\ncontent-length: ${length}\r\n`, hidden));
  });

  it('is a body of a read too, which has none', async () => {
    const { authorization = '' } = attacked.ana.headers;
    const head = `GET /health HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\nconnection: close\r\n`;

    const answer = await sendBytes(
      attacked.url,
      `${head}content-length: ${Buffer.byteLength(hidden)}\r\n\r\n${hidden}`,
    );

    expect(answer.match(/HTTP\/1\.1 \d{3}/g)).toHaveLength(1);
    await attacked.expectNoUpstreamCall();
  });

  it('does not come out of an upgrade', async () => {
    const head = `GET /health HTTP/1.1\r\nhost: x\r\nconnection: upgrade, http2-settings, close\r\nupgrade: h2c\r\n`;

    const answer = await sendBytes(attacked.url, `${head}http2-settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n`);

    expect(answer).not.toMatch(/^HTTP\/1\.1 101 /);
    expect(answer.match(/HTTP\/1\.1 \d{3}/g)).toHaveLength(1);
  });

  it('does not come out at the upstream: chunks leave as one body with one length', async () => {
    const { authorization = '' } = attacked.ana.headers;
    const headers = { authorization, 'content-type': 'application/json', 'transfer-encoding': 'chunked' };

    const { status } = await sendVerbatim(attacked.url, { method: 'POST', path: STATEMENTS, headers, body: STATEMENT });

    expect(status).toBe(201);
    const [call] = await attacked.control.calls({ upstream: 'wallet', path: '/cards' });
    expect(call?.body).toBe(STATEMENT);
    expect(call?.headers['content-length']).toBe(String(STATEMENT.length));
    expect(call?.headers['transfer-encoding']).toBeUndefined();
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
