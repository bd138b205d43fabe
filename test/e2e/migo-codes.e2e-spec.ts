import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client, type Reply } from '../support/client.js';
import { expectProblem, WORDING } from '../support/foreign/expectations.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { SimulatorControl } from '../support/simulator-control.js';

type Upstream = 'wallet' | 'cms' | 'middleware';

const TRANSFER = { fromCardId: 1001, toCardId: 1002, amount: 10 };
const VERIFY = { uid: 'trx_demo00000002', processor: 'visa-cybersource', cardInfo: { token: 'tok_codes_canary_0001' } };

/** As clients call it, and what it is upstream. */
const CALLS = {
  'a statement': [
    'wallet',
    '/cards/1001/statements',
    (ana: Client) => ana.post('/v1/cards/1001/statements', { month: 10, year: 2026 }),
  ],
  'a transfer': ['wallet', '/cards/transfer', (ana: Client) => ana.post('/v1/cards/transfer', TRANSFER)],
  'a list of cardholders': [
    'cms',
    '/app/partners/partner-demo/cardholders',
    (ana: Client) => ana.get('/v1/partners/partner-demo/cardholders'),
  ],
  'a list of subscriptions': [
    'middleware',
    '/v1/subscriptions',
    (ana: Client) => ana.get('/v1/subscriptions?userId=u&clientId=migoDeveloper'),
  ],
  'a card verification': [
    'middleware',
    '/v1/subscriptions/verify-card',
    (ana: Client) => ana.post('/v1/subscriptions/verify-card', VERIFY),
  ],
} as const satisfies Record<string, readonly [Upstream, string, (ana: Client) => Promise<Reply>]>;

const listed = (code: string): object => ({ success: false, message: WORDING, errors: [{ code, message: WORDING }] });
const own = (ownCode: number): object => ({ success: false, message: WORDING, ownCode });
const terminal = (code: string): object => ({
  statusCode: 500,
  message: WORDING,
  error: { code, name: 'CANARY_NAME', detail: WORDING },
});

describe("Migo's codes at the client", () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateway: GatewayProcess;
  let ana: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator) } });
    ana = await new Client(gateway.url).logIn();
  });

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
  });

  afterEach(async () => {
    await control.clearFaults();
    await control.forgetCalls();
  });

  it.each([
    ['tok_declined', 422, 'rejected_by_migo'],
    ['tok_expired', 422, 'rejected_by_migo'],
    ['tok_timeout', 504, 'outcome_unknown'],
    ['tok_unreachable', 504, 'outcome_unknown'],
  ])('of a processor: the card %s, with %i', async (token, status, code) => {
    const plan = { shouldCreateSubscription: true, planUid: 'plan_demo_gold' };
    const reply = await ana.post('/v1/subscriptions/verify-card', { ...VERIFY, cardInfo: { token }, ...plan });

    expectProblem(reply, { status, code, retryable: false, upstream: 'middleware' });
    const { body } = await ana.get('/v1/subscriptions?userId=50255550002&clientId=migoDeveloper');
    expect(body.data).toEqual([]);
  });

  it.each([
    ['an absent card', '/v1/cards/9999/transfers/10/2026', 404, 'not_found', '7200'],
    ['an absent transfer, which has no code', '/v1/card-transfers/1', 404, 'not_found', 'invalid'],
    ['an absent file, which has no code', '/v1/businesses/1/docs', 404, 'not_found', 'invalid'],
  ])('of the simulator itself: %s', async (_what, path, status, code, migoCode) => {
    const reply = await ana.get(path);

    expectProblem(reply, { status, code, retryable: false, upstream: 'wallet' });
    expect(reply.body.errors?.[0]?.code).toBe(migoCode);
  });

  it.each([
    ['a Wallet code', 'a statement', 500, listed('7213'), '7213', 409, 'conflict', false],
    ['a Wallet code where money moves', 'a transfer', 500, listed('7303'), '7303', 422, 'rejected_by_migo', false],
    [
      "a Wallet code in a terminal's envelope",
      'a transfer',
      500,
      terminal('7303'),
      '7303',
      422,
      'rejected_by_migo',
      false,
    ],
    [
      'a Wallet code that leaves the transfer open',
      'a transfer',
      500,
      listed('7301'),
      '7301',
      504,
      'outcome_unknown',
      false,
    ],
    ['a CMS code', 'a list of cardholders', 404, listed('7100'), '7100', 404, 'not_found', false],
    ['an ownCode', 'a list of subscriptions', 404, own(2000), '2000', 404, 'not_found', false],
    ['an ownCode where money moves', 'a card verification', 409, own(4020), '4020', 409, 'conflict', false],
    [
      'a library code',
      'a list of subscriptions',
      405,
      listed('UNPROCESSABLE'),
      'UNPROCESSABLE',
      422,
      'rejected_by_migo',
      false,
    ],
    [
      'a library code where money moves',
      'a card verification',
      405,
      listed('PLAN_RULE_VIOLATION'),
      'PLAN_RULE_VIOLATION',
      422,
      'rejected_by_migo',
      false,
    ],
    ['an unknown code', 'a list of cardholders', 409, listed('8042'), '8042', 409, 'conflict', false],
    [
      'an unknown code behind a failure',
      'a list of cardholders',
      500,
      listed('8042'),
      '8042',
      422,
      'rejected_by_migo',
      false,
    ],
    [
      'an unknown code behind a failure where money moves',
      'a transfer',
      500,
      listed('8042'),
      '8042',
      504,
      'outcome_unknown',
      false,
    ],
    [
      'an unknown ownCode behind a failure where money moves',
      'a card verification',
      500,
      own(5999),
      '5999',
      504,
      'outcome_unknown',
      false,
    ],
  ] as const)('%s, at %s with %i', async (_what, call, sent, body, migoCode, status, code, retryable) => {
    const [upstream, path, make] = CALLS[call];
    await control.fault({ upstream, path, exact: true, kind: 'status', status: sent, body });

    const reply = await make(ana);

    expectProblem(reply, { status, code, retryable, upstream });
    expect(reply.body.errors).toEqual([{ code: migoCode, message: expect.any(String) }]);
    expect(reply.text).not.toContain('CANARY_NAME');
    expect(await control.calls({ upstream, path })).toHaveLength(1);
  });

  describe('and its words', () => {
    const body = {
      statusCode: 400,
      message: [
        'limit must not be greater than 100',
        `page must be asked of ${WORDING}`,
        'ask db.migo.internal for more',
      ],
      error: 'Bad Request',
    };
    const refuse = (upstream: Upstream, path: string): Promise<unknown> =>
      control.fault({ upstream, path, exact: true, kind: 'status', status: 400, body });

    it('arrive where they are about a field, cleaned', async () => {
      const [upstream, path, make] = CALLS['a list of cardholders'];
      await refuse(upstream, path);

      const reply = await make(ana);

      expectProblem(reply, { status: 400, code: 'invalid_request_upstream', retryable: false, upstream });
      expect(reply.body.title).toBe('Migo refused the request as invalid');
      expect(reply.body.errors).toEqual([
        { code: 'invalid', field: 'limit', message: 'limit must not be greater than 100' },
        { code: 'invalid', message: 'ask … for more' },
      ]);
    });

    it('stay away where the settings say so', async () => {
      const upstreams = upstreamsOf(simulator);
      const quiet = await GatewayProcess.start({
        config: { upstreams: { ...upstreams, cms: { baseUrl: simulator.urls.cms, passMessages: false } } },
      });
      const [upstream, path, make] = CALLS['a list of cardholders'];
      const bob = await new Client(quiet.url).logIn();
      await refuse(upstream, path);

      const reply = await make(bob);
      await quiet.stop();

      expectProblem(reply, { status: 400, code: 'invalid_request_upstream', upstream });
      expect(reply.body.errors).toBeUndefined();
    });

    it.each([
      ['FORBIDDEN', 'FORBIDDEN'],
      ['8099', 'forbidden_upstream'],
    ])('mean a partner that is not assigned only where they say so: %s', async (migoCode, code) => {
      const [upstream, path, make] = CALLS['a list of cardholders'];
      await control.fault({ upstream, path, exact: true, kind: 'status', status: 403, body: listed(migoCode) });

      expectProblem(await make(ana), { status: 403, code, retryable: false, upstream });
    });

    it('tell when to come again in seconds, also where Migo names a date', async () => {
      const [upstream, path, make] = CALLS['a list of cardholders'];
      const headers = { 'retry-after': new Date(Date.now() + 90_000).toUTCString() };
      await control.fault({ upstream, path, exact: true, kind: 'status', status: 503, headers, body: {} });

      const { status, headers: told } = await make(ana);

      expect(status).toBe(502);
      expect(Number(told.get('retry-after'))).toBeGreaterThan(60);
      expect(Number(told.get('retry-after'))).toBeLessThanOrEqual(91);
    });
  });
});
