import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, Client, type Reply } from '../support/client.js';
import { DEADLINE_MS, eventually, expectProblem, REFUSAL, timed, WORDING } from '../support/foreign/expectations.js';
import { deadAddress, VerbatimUpstream } from '../support/foreign/verbatim-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { SimulatorControl } from '../support/simulator-control.js';

/** Two connections: a call that went wrong and kept its connection would soon stop all others. */
const TIMES = {
  connections: 2,
  firstByteMs: 500,
  deadlineMs: DEADLINE_MS,
  processorFirstByteMs: 500,
  processorDeadlineMs: DEADLINE_MS,
  tokenDeadlineMs: 500,
};

const LIST = '/v1/partners/partner-demo/cardholders';
const LIST_UPSTREAM = '/app/partners/partner-demo/cardholders';
const VERIFY = '/v1/subscriptions/verify-card';
const VERIFY_CARD = {
  uid: 'trx_demo00000002',
  processor: 'visa-cybersource',
  cardInfo: { token: 'tok_canary_faults_5105105105105100' },
};
describe('an upstream that fails', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let broken: VerbatimUpstream;
  let gateway: GatewayProcess;
  let ana: Client;

  beforeAll(async () => {
    mustNotBeLogged(VERIFY_CARD.cardInfo.token);
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    broken = await VerbatimUpstream.start();
    const upstreams = upstreamsOf({ urls: { ...simulator.urls, payments: broken.url } });
    const impatient = new Map(
      Object.entries<object>({ ...upstreams }).map(([name, upstream]) => [name, { ...upstream, ...TIMES }]),
    );
    gateway = await GatewayProcess.start({ config: { upstreams: Object.fromEntries(impatient) } });
    ana = await new Client(gateway.url).logIn();
  });

  afterAll(async () => {
    await simulator.close();
    await broken.close();
    await gateway.stop();
  });

  // After every single fault.
  afterEach(async () => {
    await control.clearFaults();
    expect((await ana.get(`${LIST}?limit=1`)).status).toBe(200);
    expect((await fetch(`${gateway.adminUrl}/livez`)).status).toBe(200);
    await control.forgetCalls();
  });

  describe('at a read', () => {
    it.each([
      ['closes the connection', { kind: 'refuse', repeated: true }, 502, 'upstream_answer_cut'],
      ['hangs', { kind: 'hang' }, 504, 'upstream_timeout'],
      ['is too slow with the first byte', { kind: 'slow', delayMs: 900 }, 504, 'upstream_timeout'],
      ['answers with bytes that are no HTTP', { kind: 'garbage' }, 502, 'upstream_invalid_answer'],
      ['answers with a body that is no JSON', { kind: 'garbage-body' }, 502, 'upstream_invalid_answer'],
      ['answers with a web page', { kind: 'html' }, 502, 'upstream_invalid_answer'],
      ['redirects', { kind: 'redirect' }, 502, 'upstream_redirect'],
      ['cuts the answer', { kind: 'cut' }, 502, 'upstream_answer_cut'],
      ['fails with 500', { status: 500 }, 502, 'upstream_error'],
      ['fails with 504', { status: 504, repeated: true }, 504, 'upstream_timeout'],
      ['forbids', { status: 403 }, 403, 'forbidden_upstream'],
      ['finds a conflict', { status: 409 }, 409, 'conflict'],
      ['refuses without saying why', { status: 418 }, 418, 'rejected_by_migo'],
      ['was told too slowly', { status: 408 }, 408, 'request_too_slow'],
      ['is told too much', { status: 413 }, 413, 'payload_too_large'],
    ])('that %s', async (_how, fault, status, code) => {
      await control.fault({ upstream: 'cms', path: LIST_UPSTREAM, kind: 'status', body: REFUSAL, ...fault });

      const reply = await timed(ana.get(LIST));

      expectProblem(reply, { status, code, upstream: 'cms' });
      // A read is repeated once where another try may go well.
      const calls = 'repeated' in fault ? 2 : 1;
      expect(await control.calls({ upstream: 'cms', path: LIST_UPSTREAM })).toHaveLength(calls);
    });

    it.each([
      [503, 502, 'upstream_error'],
      [429, 429, 'rate_limited'],
    ])('that answers %i with Retry-After, which is passed on', async (sent, status, code) => {
      const headers = { 'retry-after': '17' };
      await control.fault({
        upstream: 'cms',
        path: LIST_UPSTREAM,
        kind: 'status',
        status: sent,
        headers,
        body: REFUSAL,
      });

      const reply = await ana.get(LIST);

      expectProblem(reply, { status, code, retryable: true, upstream: 'cms' });
      expect(reply.headers.get('retry-after')).toBe('17');
    });

    it.each([404, 500])('that names a business code with status %i', async (sent) => {
      const body = { ...REFUSAL, errors: [{ code: '7200', message: WORDING }] };
      await control.fault({ upstream: 'cms', path: LIST_UPSTREAM, kind: 'status', status: sent, body });

      const reply = await ana.get(LIST);

      expectProblem(reply, { status: 404, code: 'not_found', retryable: false, upstream: 'cms' });
      expect(reply.body.errors).toEqual([{ code: '7200', message: expect.any(String) }]);
    });

    it.each([
      ['sends its body a byte at a time', 'HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n', 504, 'upstream_timeout'],
      ['hangs up in silence', '', 502, 'upstream_answer_cut'],
      ['sends headers without end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(40_000)}`, 502, 'upstream_invalid_answer'],
      [
        'lies about its chunks',
        'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
        502,
        'upstream_invalid_answer',
      ],
      [
        'wants another protocol',
        'HTTP/1.1 101 Up\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
        502,
        'upstream_invalid_answer',
      ],
    ])('that %s', async (how, bytes, status, code) => {
      broken.answers((socket) => {
        if (!how.includes('byte at a time')) return socket.end(bytes);
        socket.write(bytes);
        const drip = setInterval(() => socket.write('{'), 100);
        socket.once('close', () => {
          clearInterval(drip);
        });
      });

      expectProblem(await timed(ana.get('/v1/transactions/search')), { status, code, upstream: 'payments' });
    });

    it.each([
      ['is cut', 'content-length: 9000000'],
      ['is cut', 'transfer-encoding: chunked'],
      ['stalls', 'content-length: 9000000'],
    ])('whose large answer %s (%s): the client sees a broken body, never a whole one', async (how, framing) => {
      const start = `{"data":"${'x'.repeat(199_991)}`;
      const chunk = framing.includes('chunked') ? `${(200_000).toString(16)}\r\n${start}\r\n` : start;
      broken.answers((socket) => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${framing}\r\n\r\n${chunk}`);
        if (how === 'is cut') setTimeout(() => socket.end(), 200);
      });

      await timed(expect(ana.get('/v1/transactions/search')).rejects.toThrow('terminated'));
    });
  });

  describe('at a call that moves money', () => {
    const calls = async (): Promise<number> => (await control.calls({ path: '/v1/subscriptions/verify-card' })).length;

    it.each([
      ['closes the connection', { kind: 'refuse' }],
      ['hangs', { kind: 'hang' }],
      ['does it and loses the answer', { kind: 'lost' }],
      ['cuts the answer', { kind: 'cut' }],
      ['answers with bytes that are no HTTP', { kind: 'garbage' }],
      ['answers with a body that is no JSON', { kind: 'garbage-body' }],
      ['answers with a web page', { kind: 'html' }],
      ['redirects', { kind: 'redirect' }],
      ['fails with 500', { status: 500 }],
      ['fails with 503', { status: 503, headers: { 'retry-after': '1' } }],
    ])('and %s: the outcome is unknown, and nothing is sent twice', async (_how, fault) => {
      await control.fault({ upstream: 'middleware', kind: 'status', body: REFUSAL, ...fault });

      const reply = await timed(ana.post(VERIFY, VERIFY_CARD));

      expectProblem(reply, { status: 504, code: 'outcome_unknown', retryable: false, upstream: 'middleware' });
      expect(reply.headers.get('retry-after')).toBeNull();
      expect(await calls()).toBe(1);
    });

    it.each([
      [400, 400, 'invalid_request_upstream'],
      [403, 403, 'forbidden_upstream'],
      [401, 502, 'upstream_refused_credential'],
      [429, 429, 'rate_limited'],
    ])('and refuses it with %i: that is known', async (sent, status, code) => {
      await control.fault({ upstream: 'middleware', kind: 'status', status: sent, body: REFUSAL });

      expectProblem(await ana.post(VERIFY, VERIFY_CARD), { status, code, upstream: 'middleware' });
      expect(await calls()).toBe(1);
    });
  });

  describe('at a login that the gateway makes itself', () => {
    const statement = (): Promise<Reply> => ana.post('/v1/cards/1001/statements', { month: 10, year: 2026 });

    it.each([
      ['closes the connection', { kind: 'refuse' }],
      ['hangs', { kind: 'hang' }],
      ['answers with a web page', { kind: 'html' }],
      ['redirects', { kind: 'redirect' }],
      ['fails with 500', { status: 500 }],
      ['is being maintained', { status: 503, headers: { 'retry-after': '60' } }],
      ['has had enough', { status: 429 }],
    ])('and %s: the caller is told when to come again, and then it works', async (_how, fault) => {
      await control.expireTokens({ upstream: 'wallet' });
      await control.fault({ upstream: 'wallet', path: '/auth', kind: 'status', body: REFUSAL, ...fault });

      const reply = await timed(statement());

      expectProblem(reply, { status: 503, code: 'credential_unavailable', retryable: true, upstream: 'wallet' });
      expect(reply.headers.get('retry-after')).toMatch(/^[1-9]\d?$/);
      await control.clearFaults();
      await eventually(statement, 201);
    });

    it('costs a user who logs in a 503, and the next login works', async () => {
      await control.expireTokens({ upstream: 'cms', kind: 'application' });
      await control.fault({ upstream: 'cms', path: '/app/auth', kind: 'refuse' });
      const logIn = (): Promise<Reply> => new Client(gateway.url).post('/v1/auth/operator/login', ANA);

      const reply = await timed(logIn());

      expectProblem(reply, { status: 503, code: 'credential_unavailable', retryable: true, upstream: 'cms' });
      expect(reply.headers.get('retry-after')).toMatch(/^[1-9]\d?$/);
      await control.clearFaults();
      await eventually(logIn, 200);
    });
  });
});

describe('an upstream where nothing listens', () => {
  it('is unreachable, for money too: nothing was sent', async () => {
    const simulator = await startSimulator();
    const dead = await deadAddress();
    const upstreams = upstreamsOf({ urls: { ...simulator.urls, middleware: dead, payments: dead } });
    const gateway = await GatewayProcess.start({ config: { upstreams } });
    const ana = await new Client(gateway.url).logIn();

    const expected = { status: 502, code: 'upstream_unreachable', retryable: true };
    expectProblem(await timed(ana.get('/v1/transactions/search')), { ...expected, upstream: 'payments' });
    expectProblem(await timed(ana.post(VERIFY, VERIFY_CARD)), { ...expected, upstream: 'middleware' });
    expect((await ana.get(LIST)).status).toBe(200);
    await simulator.close();
    await gateway.stop();
  });
});
