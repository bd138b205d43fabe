/** What RFC 9112 does not call an answer, as bytes on a socket: told at once as what it is, and not asked for again. */
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client, type Reply } from '../support/client.js';
import { expectProblem } from '../support/foreign/expectations.js';
import { VerbatimUpstream } from '../support/foreign/verbatim-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';

/** Far from what it takes to see that bytes are no HTTP. */
const TIMES = { firstByteMs: 10_000, deadlineMs: 12_000, processorFirstByteMs: 10_000, processorDeadlineMs: 12_000 };
const SOON_MS = 3000;
const VERIFY = '/v1/subscriptions/verify-card';
const VERIFY_CARD = {
  uid: 'trx_demo00000002',
  processor: 'visa-cybersource',
  cardInfo: { token: 'tok_canary_malformed_4111111111111111' },
};
const BODY = '{"success":true,"data":{}}';
const WHOLE = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`;

describe('an upstream', () => {
  let simulator: Simulator;
  let odd: VerbatimUpstream;
  let gateway: GatewayProcess;
  let ana: Client;

  beforeAll(async () => {
    mustNotBeLogged(VERIFY_CARD.cardInfo.token);
    simulator = await startSimulator();
    odd = await VerbatimUpstream.start();
    const { wallet, cms } = { ...upstreamsOf(simulator) } as { wallet: object; cms: object };
    const rules = { breaker: { samples: 10_000 }, retry: { budgetPart: 1 } };
    const oddOnes = { baseUrl: odd.url, ...TIMES, ...rules };
    gateway = await GatewayProcess.start({
      config: { upstreams: { wallet, cms, payments: oddOnes, middleware: oddOnes } },
    });
    ana = await new Client(gateway.url).logIn();
  });

  afterAll(async () => {
    await simulator.close();
    await odd.close();
    await gateway.stop();
  });

  const search = (): Promise<Reply> => ana.get('/v1/transactions/search');
  const verify = (): Promise<Reply> => ana.post(VERIFY, VERIFY_CARD);

  /** A read and a payment, each of which is made once and ends soon. */
  async function expectOnce(code: string): Promise<void> {
    const [startedAt, before] = [performance.now(), odd.requests];
    expectProblem(await search(), { status: 502, code, upstream: 'payments' });
    expectProblem(await verify(), { status: 504, code: 'outcome_unknown', upstream: 'middleware' });
    expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
    expect(odd.requests - before).toBe(2);
  }

  it.each([
    ['bare line feeds', WHOLE.replaceAll('\r\n', '\n')],
    ['a bare line feed behind the status', WHOLE.replace('\r\n', '\n')],
    ['another protocol’s greeting', 'SSH-2.0\r\n'],
    ['less than a status line has', 'hi'],
    ['another version of HTTP', 'HTTP/3.0 '],
    ['a letter for the status', 'HTTP/1.1 x'],
  ])('that sends %s, and keeps its connection, makes no sense at once', async (_what, bytes) => {
    odd.answers((socket) => socket.write(bytes));

    await expectOnce('upstream_invalid_answer');
  });

  const length = `content-length: ${BODY.length}`;
  const chunked = 'transfer-encoding: chunked';
  const inChunks = `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`;

  it.each([
    ['its length twice', WHOLE.replace(length, `${length}\r\n${length}`)],
    ['two lengths', WHOLE.replace(length, `${length}\r\ncontent-length: 5`)],
    ['a list of lengths', WHOLE.replace(length, `${length}, ${BODY.length}`)],
    ['a length that is none', WHOLE.replace(length, 'content-length: 1x')],
    ['a length and chunks', WHOLE.replace(length, `${length}\r\n${chunked}`).replace(BODY, inChunks)],
    ['chunks and a length', WHOLE.replace(length, `${chunked}\r\n${length}`).replace(BODY, inChunks)],
    ['another protocol, unasked', 'HTTP/1.1 101 Up\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n'],
    ['a line of text', 'hello\r\n'],
  ])('that answers with %s makes no sense, and is not asked again', async (_what, bytes) => {
    odd.answersWith(bytes);

    await expectOnce('upstream_invalid_answer');
  });

  const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';

  it.each([
    ['within the status line', 'HTTP/1.1'],
    ['behind the status', 'HTTP/1.1 200'],
    ['within a field', 'HTTP/1.1 200 OK\r\ncontent-ty'],
    ['within an interim answer', hints.slice(0, 30)],
    ['behind an interim answer', hints],
    ['within the body', WHOLE.slice(0, -1)],
    ['within the last body of its connection', WHOLE.replace(length, `connection: close\r\n${length}`).slice(0, -1)],
    ['within a chunk', WHOLE.replace(length, chunked).replace(BODY, inChunks.slice(0, 9))],
  ])('whose answer ends %s has cut it, and is not asked again', async (_where, bytes) => {
    odd.answersWith(bytes);
    await expectOnce('upstream_answer_cut');

    odd.answers((socket) => {
      socket.write(bytes, () => setTimeout(() => socket.resetAndDestroy(), 20));
    });
    await expectOnce('upstream_answer_cut');
  });

  it('that ends a connection before a byte is asked once more where nothing moves', async () => {
    for (const behaviour of ['end', 'resetAndDestroy'] as const) {
      let turn = 0;
      odd.answers((socket) => {
        // Not every connection is a call: it may be to see whether TLS is spoken.
        if (!odd.received.startsWith('GET ')) return socket.end();
        return (turn += 1) === 1 ? socket[behaviour]() : socket.write(WHOLE);
      });
      expect((await search()).status).toBe(200);
      expect(turn).toBe(2);
    }
  });
});
