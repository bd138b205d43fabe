import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, Client, type Reply } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { SimulatorControl } from '../support/simulator-control.js';

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

describe('upstream credentials under parallel calls', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateways: GatewayProcess[] = [];

  const start = async (config: object = {}): Promise<GatewayProcess> => {
    const gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator), ...config } });
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
