import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, Client, type Reply } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { type ReceivedCall, SimulatorControl } from '../support/simulator-control.js';

const PARALLEL = 200;
const LIST = '/v1/partners/partner-demo/cardholders?page=1&limit=1';

const times = <T>(count: number, run: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)));

const statuses = (replies: readonly Reply[]): Record<number, number> =>
  replies.reduce<Record<number, number>>(
    (counts, { status }) => ({ ...counts, [status]: (counts[status] ?? 0) + 1 }),
    {},
  );

const makeStatement = (client: Client): Promise<Reply> =>
  client.post('/v1/cards/1001/statements', { month: 10, year: 2026 });

const refreshTokensSent = (calls: readonly ReceivedCall[]): string[] =>
  calls.filter(({ path }) => path.endsWith('/refresh')).map(({ body }) => String(JSON.parse(body).refreshToken));

describe('upstream credentials under parallel calls', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateways: GatewayProcess[] = [];

  const start = async (config: object = {}, keyPrefix?: string): Promise<GatewayProcess> => {
    const gateway = await GatewayProcess.start({
      config: { upstreams: upstreamsOf(simulator), ...config },
      ...(keyPrefix !== undefined && { keyPrefix }),
    });
    gateways.push(gateway);
    return gateway;
  };

  beforeAll(async () => {
    simulator = await startSimulator({ ports: { wallet: 0, middleware: 0, cms: 0, payments: 0, control: 0 } });
    control = new SimulatorControl(simulator);
  });

  afterEach(async () => {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    gateways = [];
    await control.reset();
  });

  afterAll(() => simulator.close());

  it('logs in once per upstream for 200 parallel first calls right after the start', async () => {
    const gateway = await start();

    const sessions = await times(PARALLEL, () => new Client(gateway.url).logIn());
    const statements = await Promise.all(sessions.map(makeStatement));

    expect(await control.calls({ upstream: 'cms', path: '/app/auth' })).toHaveLength(1);
    expect(await control.calls({ upstream: 'wallet', path: '/auth' })).toHaveLength(1);
    expect(statuses(statements)).toEqual({ 201: PARALLEL });
  });

  it('obtains the Middleware and Payments JWT by one login each, where the settings say so', async () => {
    const gateway = await start({
      partners: [demoPartner({ middleware: { auth: 'login' }, payments: { auth: 'login' } })],
    });
    const ana = await new Client(gateway.url).logIn();

    const replies = await times(PARALLEL, (index) =>
      ana.get(index % 2 === 0 ? '/v1/transactions/search' : '/v1/subscriptions?userId=1&clientId=migoDeveloper'),
    );

    expect(statuses(replies)).toEqual({ 200: PARALLEL });
    expect(await control.calls({ upstream: 'middleware', path: '/auth' })).toHaveLength(1);
    expect(await control.calls({ upstream: 'payments', path: '/auth' })).toHaveLength(1);
  });

  it('refreshes an application token once when 200 parallel calls find it expired', async () => {
    const gateway = await start();
    const ana = await new Client(gateway.url).logIn();
    await makeStatement(ana);
    await control.expireTokens({ upstream: 'wallet' });
    await control.forgetCalls();

    const replies = await times(PARALLEL, () => makeStatement(ana));

    expect(statuses(replies)).toEqual({ 201: PARALLEL });
    expect(await control.calls({ upstream: 'wallet', path: '/auth/refresh' })).toHaveLength(1);
    expect(await control.calls({ upstream: 'wallet', path: '/auth/login' })).toHaveLength(0);
  });

  it.each(['application', 'user'] as const)('refreshes once when the %s token of the CMS has expired', async (kind) => {
    const gateway = await start();
    const ana = await new Client(gateway.url).logIn();
    await control.expireTokens({ upstream: 'cms', kind });
    await control.forgetCalls();

    const replies = await times(PARALLEL, () => ana.get(LIST));

    expect(statuses(replies)).toEqual({ 200: PARALLEL });
    const path = kind === 'user' ? '/app/users/refresh' : '/app/auth/refresh';
    expect(await control.calls({ upstream: 'cms', path })).toHaveLength(1);
  });

  it('refreshes once over two replicas, and sends no refresh token twice in five rounds', async () => {
    const first = await start({}, 'test-two-replicas');
    const second = await start({}, 'test-two-replicas');
    const ana = await new Client(first.url).logIn();
    const elsewhere = ana.at(second.url);
    await control.forgetCalls();

    for (let round = 1; round <= 5; round += 1) {
      await control.expireTokens({ upstream: 'cms' });
      const replies = await times(PARALLEL, (index) => (index % 2 === 0 ? ana : elsewhere).get(LIST));
      expect(statuses(replies)).toEqual({ 200: PARALLEL });
    }

    const sent = refreshTokensSent(await control.calls({ upstream: 'cms' }));
    expect(new Set(sent).size).toBe(sent.length);
    expect(await control.calls({ upstream: 'cms', path: '/app/auth/refresh' })).toHaveLength(5);
    expect(await control.calls({ upstream: 'cms', path: '/app/users/refresh' })).toHaveLength(5);
  });

  it('keeps the session when a token endpoint fails, and uses the old token while it lasts', async () => {
    const gateway = await start();
    const ana = await new Client(gateway.url).logIn();
    await control.expireTokens({ upstream: 'cms', kind: 'user' });
    await control.fault({ upstream: 'cms', path: '/app/users/refresh', kind: 'status', status: 503 });

    const refused = await ana.get(LIST);
    await control.clearFaults();
    await new Promise((wake) => setTimeout(wake, 1100));
    const again = await ana.get(LIST);

    expect(refused.status).toBe(503);
    expect(refused.body.code).toBe('credential_unavailable');
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(again.status).toBe(200);
  });

  it('ends only the session whose refresh token Migo refuses', async () => {
    const gateway = await start();
    const [ana, other] = await times(2, () => new Client(gateway.url).logIn());
    await control.expireTokens({ upstream: 'cms', kind: 'user' });
    await control.fault({ upstream: 'cms', path: '/app/users/refresh', kind: 'status', status: 401, times: 1 });

    const ended = await ana?.get(LIST);
    const alive = await other?.get(LIST);

    expect(ended).toMatchObject({ status: 401, body: { code: 'session_expired' } });
    expect((await ana?.get('/v1/auth/session'))?.body.data.credentials).toEqual({ cms: 'reauth_required' });
    expect(alive?.status).toBe(200);
  });

  it('answers a money route with a retryable problem instead of sending it again with a new token', async () => {
    const gateway = await start({ partners: [demoPartner({ middleware: { auth: 'login' } })] });
    const ana = await new Client(gateway.url).logIn();
    await ana.get('/v1/subscriptions?userId=1&clientId=migoDeveloper');
    await control.expireTokens({ upstream: 'middleware' });
    await control.forgetCalls();
    const verifyCard = { uid: 'trx_demo00000002', processor: 'fac-2', cardInfo: { token: 'tok_canary_money' } };

    const refused = await ana.post('/v1/subscriptions/verify-card', verifyCard);
    const repeated = await ana.post('/v1/subscriptions/verify-card', verifyCard);

    expect(refused).toMatchObject({ status: 503, body: { code: 'credential_renewed', retryable: true } });
    expect(repeated.status).toBe(200);
    expect(await control.calls({ upstream: 'middleware', path: '/v1/subscriptions/verify-card' })).toHaveLength(2);
  });

  it('does not log in twice for a wrong password', async () => {
    const gateway = await start();

    const reply = await new Client(gateway.url).post('/v1/auth/operator/login', { ...ANA, password: 'wrong-password' });

    expect(reply).toMatchObject({ status: 401, body: { code: 'login_failed' } });
    expect(await control.calls({ upstream: 'cms', path: '/app/users/login' })).toHaveLength(1);
  });
});
