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

describe('a partner without a key for signed logins', () => {
  const LINK = { client: 'migoDeveloper', amount: 100, currency: 'GTQ', reference: 'order-1', title: 'Order' };
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateway: GatewayProcess;
  let billing: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    const withoutKey = demoPartner({ privateKey: undefined, middleware: { jwt: undefined, publicKey: undefined } });
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator), partners: [withoutKey] } });
    billing = await new Client(gateway.url).asService();
  });

  afterAll(async () => {
    await gateway.stop();
    await simulator.close();
  });

  it('makes payment links with its merchant token, and is ready', async () => {
    const link = await billing.post('/v1/transactions', LINK);

    expect(link.body.code).not.toBe('upstream_not_configured');
    expect(await control.calls({ upstream: 'middleware', path: '/transactions' })).toHaveLength(1);
    expect((await fetch(`${gateway.adminUrl}/readyz`)).status).toBe(200);
  });

  it('works at the CMS, whose login Migo shows without a signature', async () => {
    const ana = await new Client(gateway.url).logIn();

    expect((await ana.get(LIST)).status).toBe(200);
    expect((await billing.get(LIST)).status).toBe(200);
    const [login] = await control.calls({ upstream: 'cms', path: '/app/auth/login' });
    expect(JSON.parse(login?.body ?? '')).toEqual({ merchant: 'migoDeveloper' });
  });

  it.each([
    ['wallet', 'privateKey', 'POST', '/v1/cards/1001/statements', { month: 10, year: 2026 }],
    ['middleware', 'middleware.jwt', 'GET', '/v1/plans/list', undefined],
  ])('is told what is missing where it calls the %s without %s', async (upstream, setting, method, path, body) => {
    await control.forgetCalls();

    const refused = await billing.send(method, path, { body });

    expect(refused).toMatchObject({
      status: 503,
      body: { code: 'upstream_not_configured', upstream, retryable: false },
    });
    expect(refused.body.detail).toContain(`${setting} of the partner is not set`);
    expect(await control.calls()).toEqual([]);
  });

  it('has no cardholders, and says so', async () => {
    const login = { username: 'jose@wallet.migo.test', password: 'Wallet-Pass-1!', transport: 'token' };
    const refused = await new Client(gateway.url).post('/v1/auth/cardholder/login', login);
    expect(refused).toMatchObject({ status: 503, body: { code: 'upstream_not_configured', upstream: 'wallet' } });
  });

  it('is told so of the CMS too, where the settings want that login signed', async () => {
    const upstreams = { ...upstreamsOf(simulator), cms: { baseUrl: simulator.urls.cms, signLogin: true } };
    const [signing, unable] = await Promise.all([
      GatewayProcess.start({ config: { upstreams } }),
      GatewayProcess.start({ config: { upstreams, partners: [demoPartner({ privateKey: undefined })] } }),
    ]);
    await control.forgetCalls();

    expect((await new Client(signing.url).logIn()).headers['authorization']).toBeDefined();
    const refused = await new Client(unable.url).post('/v1/auth/operator/login', { ...ANA, transport: 'token' });

    const [login] = await control.calls({ upstream: 'cms', path: '/app/auth/login' });
    expect(JSON.parse(login?.body ?? '')).toEqual({ merchant: 'migoDeveloper', signature: expect.any(String) });
    expect(refused).toMatchObject({ status: 503, body: { code: 'upstream_not_configured', upstream: 'cms' } });
    await Promise.all([signing.stop(), unable.stop()]);
  });
});

describe('the header x-application-id', () => {
  const send = async (simulator: Simulator, gateway: GatewayProcess): Promise<string | undefined> => {
    const control = new SimulatorControl(simulator);
    await (await new Client(gateway.url).asService()).post('/v1/users/ch-000001/cards/virtuals', undefined);
    await gateway.stop();
    const [call] = await control.calls({ upstream: 'wallet', path: '/users/ch-000001/cards/virtuals' });
    await control.reset();
    expect(call?.headers['authorization']).toMatch(/^Bearer /);
    return call?.headers['x-application-id'];
  };

  it('is the partner’s, or its merchant slug, unless the settings leave it out', async () => {
    const simulator = await startSimulator();
    const withoutId = [demoPartner({ applicationId: undefined })];
    const upstreams = { wallet: { baseUrl: simulator.urls.wallet, sendApplicationId: false } };
    const gateways = await Promise.all(
      [{}, { partners: withoutId }, { upstreams }].map((config) =>
        GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator), ...config } }),
      ),
    );

    const sent: (string | undefined)[] = [];
    for (const gateway of gateways) sent.push(await send(simulator, gateway));
    expect(sent).toEqual(['app-demo', 'migoDeveloper', undefined]);
    await simulator.close();
  });
});

describe('upstream credentials under parallel calls', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    const partners = [demoPartner({ middleware: { auth: 'login' }, payments: { auth: 'login' } })];
    // 200 calls at once take seconds on a busy machine, and how many logins they make is what counts.
    const patient = { deadlineMs: 60_000, firstByteMs: 60_000 };
    const upstreams = Object.fromEntries(
      Object.entries<object>({ ...upstreamsOf(simulator) }).map(([name, one]) => [name, { ...one, ...patient }]),
    );
    gateway = await GatewayProcess.start({ config: { upstreams, partners } });
  });

  afterEach(() => control.reset({ keepTokens: true }));

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
  });

  it('logs in once per upstream for 200 parallel first calls right after the start', async () => {
    const sessions = await times(PARALLEL, () => new Client(gateway.url).logIn());
    const statements = await Promise.all(sessions.map(makeStatement));

    expect(await control.calls({ upstream: 'cms', path: '/app/auth' })).toHaveLength(1);
    expect(await control.calls({ upstream: 'wallet', path: '/auth' })).toHaveLength(1);
    expect(statuses(statements)).toEqual({ 201: PARALLEL });
  });

  it('obtains the Middleware and Payments JWT by one login each, where the settings say so', async () => {
    const ana = await new Client(gateway.url).logIn();

    const replies = await times(PARALLEL, (index) =>
      ana.get(index % 2 === 0 ? '/v1/transactions/search' : '/v1/subscriptions?userId=1&clientId=migoDeveloper'),
    );

    expect(statuses(replies)).toEqual({ 200: PARALLEL });
    expect(await control.calls({ upstream: 'middleware', path: '/auth' })).toHaveLength(1);
    expect(await control.calls({ upstream: 'payments', path: '/auth' })).toHaveLength(1);
  });

  it('refreshes an application token once when 200 parallel calls find it expired', async () => {
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
    const ana = await new Client(gateway.url).logIn();
    await control.expireTokens({ upstream: 'cms', kind });
    await control.forgetCalls();

    const replies = await times(PARALLEL, () => ana.get(LIST));

    expect(statuses(replies)).toEqual({ 200: PARALLEL });
    const path = kind === 'user' ? '/app/users/refresh' : '/app/auth/refresh';
    expect(await control.calls({ upstream: 'cms', path })).toHaveLength(1);
  });

  it('answers a money route with a retryable problem instead of sending it again with a new token', async () => {
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
    const reply = await new Client(gateway.url).post('/v1/auth/operator/login', { ...ANA, password: 'wrong-password' });

    expect(reply).toMatchObject({ status: 401, body: { code: 'login_failed' } });
    expect(await control.calls({ upstream: 'cms', path: '/app/users/login' })).toHaveLength(1);
  });
});
