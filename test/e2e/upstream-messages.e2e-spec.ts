/** Answers that RFC 9110 and RFC 9112 allow an upstream, however odd, as bytes on a socket. */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, Client } from '../support/client.js';
import { sendVerbatim, type VerbatimReply } from '../support/foreign/verbatim-client.js';
import { VerbatimUpstream } from '../support/foreign/verbatim-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { keyFor } from '../support/money-paths.js';

const TIMES = { firstByteMs: 3000, deadlineMs: 4000, processorFirstByteMs: 3000, processorDeadlineMs: 4000 };
const SEARCH = '/v1/transactions/search';
const VERIFY = '/v1/subscriptions/verify-card';
const VERIFY_CARD = '{"uid":"trx_demo00000002","processor":"visa-cybersource","cardInfo":{"token":"tok_1"}}';
const JSON_TYPE = 'content-type: application/json';
const OK = `HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\n`;
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const LONG_CONTINUE = `HTTP/1.1 100 Continue\r\nx: ${'y'.repeat(10_000)}\r\n\r\n`;
const HINTS = 'HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n';
const BODY = '{"success":true,"data":{"amount":10.00}}';
const WHOLE = `${OK}content-length: ${BODY.length}\r\n\r\n${BODY}`;

describe('an upstream', () => {
  let simulator: Simulator;
  let odd: VerbatimUpstream;
  let gateway: GatewayProcess;
  let handle: string;

  beforeAll(async () => {
    simulator = await startSimulator();
    odd = await VerbatimUpstream.start();
    const { wallet, cms } = { ...upstreamsOf(simulator) } as { wallet: object; cms: object };
    const times = { baseUrl: odd.url, connections: 1, maxAnswerBytes: 1_000_000, ...TIMES };
    gateway = await GatewayProcess.start({
      config: { upstreams: { wallet, cms, payments: times, middleware: times } },
    });
    const login = await new Client(gateway.url).post('/v1/auth/operator/login', { ...ANA, transport: 'token' });
    handle = login.body.data.sessionToken;
    mustNotBeLogged(handle, ANA.password);
  });

  afterAll(async () => {
    await simulator.close();
    await odd.close();
    await gateway.stop();
  });

  const headers = (): Record<string, string> => ({ authorization: `Bearer ${handle}` });
  const search = (): Promise<VerbatimReply> => sendVerbatim(gateway.url, { path: SEARCH, headers: headers() });
  const verify = (): Promise<VerbatimReply> =>
    sendVerbatim(gateway.url, {
      method: 'POST',
      path: VERIFY,
      headers: { ...headers(), ...keyFor('POST', VERIFY), 'content-type': 'application/json' },
      body: VERIFY_CARD,
    });
  /** On one connection, which stays open. */
  const answers = (...parts: (string | Buffer)[]): void => {
    odd.answers((socket) => void writeAll(socket, parts));
  };

  describe('that sends interim answers', () => {
    it.each([
      ['100', [CONTINUE, WHOLE]],
      ['100 in one piece with the answer', [CONTINUE + WHOLE]],
      ['100 with fields', [`HTTP/1.1 100 Continue\r\nvia: 1.1 a\r\n\r\n${WHOLE}`]],
      ['100 without a reason', [`HTTP/1.1 100 \r\n\r\n${WHOLE}`]],
      ['100 twice', [CONTINUE + CONTINUE, WHOLE]],
      ['102', ['HTTP/1.1 102 Processing\r\n\r\n', WHOLE]],
      ['103', [HINTS, WHOLE]],
      ['103 and then 100', [HINTS, CONTINUE, WHOLE]],
      ['103 and then 100, three hundred times', [...Array<string>(300).fill(HINTS + CONTINUE), WHOLE]],
      ['100 with 10 KB of fields, five times', [...Array<string>(5).fill(LONG_CONTINUE), WHOLE]],
      ['one byte at a time', Array.from(CONTINUE + HINTS + WHOLE)],
    ])('%s, is heard out: a read, and a payment that is not unknown', async (_what, parts) => {
      answers(...parts);

      for (const call of [search, verify, search]) {
        expect(await call()).toMatchObject({ status: 200, text: BODY });
      }
    });

    it('changes nothing of a body that looks like one', async () => {
      const text = `{"data":"${CONTINUE.trim()}"}`;
      answers(`${OK}content-length: ${text.length}\r\n\r\n`, '{"data":"', CONTINUE.trim(), '"}');

      expect((await search()).text).toBe(text);
    });

    it('and no answer, is late', async () => {
      answers(CONTINUE);

      expect(await search()).toMatchObject({ status: 504 });
      expect(JSON.parse((await verify()).text)).toMatchObject({ code: 'outcome_unknown' });
    });

    it.each([2000, 3000])('without end, is cut off: %d of them', async (count) => {
      answers(CONTINUE.repeat(count));

      expect([502, 504]).toContain((await search()).status);
    });
  });

  describe('that writes its head in another way', () => {
    it.each([
      ['no reason phrase', WHOLE.replace('200 OK', '200 ')],
      ['not even the space before it', WHOLE.replace('200 OK', '200')],
      ['names in capitals', WHOLE.replace('content-type', 'CONTENT-TYPE').replace('content-length', 'Content-Length')],
      ['a media type in capitals', WHOLE.replace('application/json', 'Application/JSON; Charset=UTF-8')],
      ['no space behind the colon', WHOLE.replaceAll(': ', ':')],
      ['space behind the value', WHOLE.replace('json\r\n', 'json \t\r\n')],
      ['a space behind the length', WHOLE.replace(`${BODY.length}`, `${BODY.length} `)],
      ['a tab behind the length', WHOLE.replace(`${BODY.length}`, `${BODY.length}\t`)],
      ['an empty line of blanks behind the length', WHOLE.replace(`${BODY.length}`, `${BODY.length}\r\n \t`)],
      ['a folded field', WHOLE.replace(JSON_TYPE, `${JSON_TYPE}\r\nx-folded: a,\r\n b`)],
      ['the media type twice', WHOLE.replace(JSON_TYPE, `${JSON_TYPE}\r\n${JSON_TYPE}`)],
      ['no media type', WHOLE.replace(`${JSON_TYPE}\r\n`, '')],
      ['a lower version of HTTP', WHOLE.replace('HTTP/1.1', 'HTTP/1.0')],
      ['a byte order mark', `${OK}content-length: ${BODY.length + 3}\r\n\r\n\u00ef\u00bb\u00bf${BODY}`],
    ])('with %s, is understood', async (_how, bytes) => {
      answers(Buffer.from(bytes, 'latin1'));

      for (const call of [search, verify]) expect(await call()).toMatchObject({ status: 200, text: BODY });
    });
  });

  it.each([
    ['7', 1],
    ['7  ', 1],
    ['7\t', 1],
    ['1 ', 2],
  ])('that says when to come again is understood: %j', async (value, requests) => {
    answers(`HTTP/1.1 503 Busy\r\n${JSON_TYPE}\r\nretry-after: ${value}\r\ncontent-length: 2\r\n\r\n{}`);
    const before = odd.requests;

    expect(await search()).toMatchObject({ status: 502, headers: { 'retry-after': value.trim() } });
    expect(odd.requests - before).toBe(requests);
  });

  describe('that frames its body in another way', () => {
    const chunked = `${OK}transfer-encoding: chunked\r\n\r\n`;
    const size = BODY.length.toString(16);

    it.each([
      ['in chunks with extensions', `${chunked}${size};a=b;c="d;e"\r\n${BODY}\r\n0;last\r\n\r\n`],
      ['with trailers', `${chunked}${size}\r\n${BODY}\r\n0\r\nx-sum: 1\r\nx-more: 2\r\n\r\n`],
      [
        'in chunks of one byte',
        `${chunked}${Array.from(BODY)
          .map((byte) => `1\r\n${byte}\r\n`)
          .join('')}0\r\n\r\n`,
      ],
      ['with a size in capitals and zeros', `${chunked}000${size.toUpperCase()}\r\n${BODY}\r\n000\r\n\r\n`],
    ])('%s, is understood', async (_how, bytes) => {
      answers(bytes);

      for (const call of [search, verify]) expect(await call()).toMatchObject({ status: 200, text: BODY });
    });

    it.each(['HTTP/1.0', 'HTTP/1.1'])('by closing the connection, is understood: %s', async (version) => {
      odd.answersWith(`${OK.replace('HTTP/1.1', version)}connection: close\r\n\r\n${BODY}`);

      for (const call of [search, verify]) expect(await call()).toMatchObject({ status: 200, text: BODY });
    });
  });

  describe('that compresses without being asked', () => {
    it('was told not to', async () => {
      answers(WHOLE);
      await search();
    });

    const coded = (coding: string, body: Buffer, status = '200 OK'): Buffer =>
      Buffer.concat([
        Buffer.from(`HTTP/1.1 ${status}\r\n${JSON_TYPE}\r\ncontent-encoding: ${coding}\r\n`),
        Buffer.from(`content-length: ${body.length}\r\n\r\n`),
        body,
      ]);

    it.each([
      ['gzip', gzipSync(BODY)],
      ['GZip', gzipSync(BODY)],
      ['x-gzip', gzipSync(BODY)],
      ['deflate', deflateSync(BODY)],
      ['br', brotliCompressSync(BODY)],
      ['zstd', zstdCompressSync(BODY)],
      ['identity', Buffer.from(BODY)],
      ['gzip, br', brotliCompressSync(gzipSync(BODY))],
      ['gzip\r\ncontent-encoding: br', brotliCompressSync(gzipSync(BODY))],
      // Elements of a list may be empty (RFC 9110, section 5.6.1.2).
      ['', Buffer.from(BODY)],
      [', identity,', Buffer.from(BODY)],
      ['gzip,', gzipSync(BODY)],
    ])('is read all the same: %s', async (coding, body) => {
      answers(coded(coding, body));

      for (const call of [search, verify]) {
        const reply = await call();
        expect(reply).toMatchObject({ status: 200, text: BODY });
        expect(reply.headers['content-encoding']).toBeUndefined();
        expect(reply.headers['content-length']).toBe(String(BODY.length));
      }
    });

    it('is read where it refuses: the code is Migo’s', async () => {
      const refusal = '{"success":false,"message":"x","errors":[{"code":"7200","message":"x"}]}';
      answers(coded('gzip', gzipSync(refusal), '404 Not Found'));

      expect(JSON.parse((await search()).text)).toMatchObject({ code: 'not_found', errors: [{ code: '7200' }] });
    });

    it.each([
      ['whose bytes are of no coding', Buffer.from('not gzip')],
      ['whose bytes are cut', gzipSync(BODY).subarray(0, 20)],
    ])('and %s, makes no sense', async (_how, body) => {
      answers(coded('gzip', body));

      expect(JSON.parse((await search()).text)).toMatchObject({ code: 'upstream_invalid_answer' });
      expect(JSON.parse((await verify()).text)).toMatchObject({ code: 'outcome_unknown' });
    });

    describe('and is large', () => {
      const large = (begin: string): string => `${begin},"data":"${randomBytes(100_000).toString('hex')}"}`;

      it.each([
        ['gzip', gzipSync],
        ['x-gzip', gzipSync],
        ['deflate', deflateSync],
        ['br', brotliCompressSync],
        ['zstd', zstdCompressSync],
        ['gzip\r\ncontent-encoding: br', (text: string) => brotliCompressSync(gzipSync(text))],
      ])('is read all the same: %s', async (coding, compress) => {
        const body = large('{"success":true');
        answers(coded(`${coding}\r\ncontent-language: es\r\ncontent-language: en`, compress(body)));

        for (const call of [search, verify]) {
          const reply = await call();
          expect({ status: reply.status, isSame: reply.text === body }).toEqual({ status: 200, isSame: true });
          expect(reply.headers).toMatchObject({ 'content-language': 'es, en' });
          expect(reply.headers['content-encoding']).toBeUndefined();
        }
      });

      it('is judged by what it is, however small it came', async () => {
        answers(coded('gzip', gzipSync(`{"success":false,"message":"${'x'.repeat(200_000)}"}`)));
        expect(await search()).toMatchObject({ status: 422 });

        answers(coded('gzip', gzipSync(`<!doctype html><html>${'x'.repeat(200_000)}`)));
        expect(JSON.parse((await search()).text)).toMatchObject({ code: 'upstream_invalid_answer' });
        expect(JSON.parse((await verify()).text)).toMatchObject({ code: 'outcome_unknown' });
      });

      it('and ends too early, or is none, breaks off', async () => {
        const body = gzipSync(large('{"success":true'));
        const broken = Buffer.from(body).fill(0, 80_000, 80_100);

        for (const bytes of [body.subarray(0, -50), broken]) {
          answers(coded('gzip', bytes));
          await expect(search()).rejects.toThrow();
        }
      });

      it('is read up to `maxAnswerBytes`, whatever it would become', async () => {
        answers(coded('gzip', gzipSync(Buffer.alloc(50_000_000, '{}'))));

        await expect(search()).rejects.toThrow();
      });
    });
  });

  it('that puts a byte order mark before a large answer is read without it', async () => {
    const body = `{"success":true,"data":"${'x'.repeat(100_000)}"}`;
    answers(`${OK}content-length: ${body.length + 3}\r\n\r\n`, Buffer.from(`\ufeff${body}`));

    const { status, text } = await search();
    expect({ status, isSame: text === body }).toEqual({ status: 200, isSame: true });
  });

  it('that closes what is idle loses no call', async () => {
    odd.answers((socket) => {
      socket.write(WHOLE);
      setTimeout(() => socket.end(), 20);
    });
    for (let call = 0; call < 5; call += 1) {
      expect(await verify()).toMatchObject({ status: 200 });
      await new Promise((wake) => setTimeout(wake, 60));
    }
  });
});

async function writeAll(socket: Socket, parts: readonly (string | Buffer)[]): Promise<void> {
  socket.setNoDelay(true);
  for (const part of parts) {
    socket.write(part);
    await new Promise((wake) => setTimeout(wake, 1));
  }
}
