import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client } from '../support/client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { SimulatorControl } from '../support/simulator-control.js';

const ORIGIN = 'http://localhost:8080';
const CARDHOLDERS = '/v1/partners/partner-demo/cardholders';
const LIST = `${CARDHOLDERS}?page=1&limit=50&searchText=&sortBy=createdAt&sortOrder=desc`;

const NEW_CARDHOLDER = {
  name: 'Lucía',
  lastName: 'Pérez',
  address: '6a avenida 1-23, zona 1',
  countryOfBirth: 'GT',
  dateOfBirth: '1990-04-23',
  maritalStatus: 'casado',
  gender: 'F',
  phoneNumber: '50255551234',
  email: 'lucia.perez@example.com',
  documentType: 'DPI',
  documentNumber: '2547896310101',
};

const VERIFY_CARD = {
  uid: 'trx_demo00000001',
  processor: 'visa-cybersource',
  cardInfo: { token: 'tok_canary_4111111111111111', cvv: 'cvv-canary-987' },
  shouldCreateSubscription: true,
  planUid: 'plan_demo_gold',
};

/** The story of docs/story.md: one login, one host, four Migo APIs. */
describe.each(['bearer handle', 'browser cookie'])('the story with a %s', (transport) => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateway: GatewayProcess;
  let anonymous: Client;
  let ana: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator) } });
    anonymous = new Client(gateway.url);
  });

  afterAll(async () => {
    // In this order: where the gateway did not start, the simulator must not keep Jest alive.
    await simulator.close();
    await gateway.stop();
  });

  beforeEach(() => control.forgetCalls());

  it('1. logs a CMS user in: an application login, then the operator login', async () => {
    ana = transport === 'bearer handle' ? await anonymous.logIn() : await anonymous.logInAsBrowser(ORIGIN);

    const [application, operator] = await control.calls({ upstream: 'cms' });
    expect(application).toMatchObject({ method: 'POST', path: '/app/auth/login', status: 200 });
    expect(JSON.parse(application?.body ?? '')).toEqual({ merchant: 'migoDeveloper' });
    expect(operator).toMatchObject({ method: 'POST', path: '/app/users/login', status: 200 });
    expect(operator?.headers['authorization']).toMatch(/^Bearer ey/);
  });

  it('2. lists cardholders at the CMS with both tokens', async () => {
    const { status, body } = await ana.get(LIST);

    expect(status).toBe(200);
    expect(body.data.items).toHaveLength(50);
    const [call] = await control.calls({ upstream: 'cms' });
    expect(call?.url).toContain(
      '/app/partners/partner-demo/cardholders?page=1&limit=50&searchText=&sortBy=createdAt&sortOrder=desc',
    );
    expect(call?.headers['authorization']).toMatch(/^Bearer ey/);
    expect(call?.headers['x-user-token']).toMatch(/^Bearer ey/);
    expect(call?.headers['x-user-token']).not.toBe(call?.headers['authorization']);
  });

  it('3. creates a cardholder, who is in the next list at once and whose card the Wallet Gateway knows', async () => {
    const created = await ana.post(CARDHOLDERS, { ...NEW_CARDHOLDER, cardId: 5001 });
    const { body } = await ana.get(LIST);
    const statement = await ana.post('/v1/cards/5001/statements', { month: 10, year: 2026 });

    expect(created.status).toBe(201);
    expect(body.data.items[0]).toMatchObject({ email: NEW_CARDHOLDER.email, cards: [{ cardId: 5001 }] });
    expect(statement.status).toBe(201);
  });

  it('4. makes a card statement at the Wallet Gateway with the application token of its own signed login', async () => {
    const { status, body } = await ana.post('/v1/cards/1001/statements', { month: 10, year: 2026 });

    expect(status).toBe(201);
    expect(body).toMatchObject({ success: true, data: { cardId: 1001, month: 10, year: 2026 } });
    const [call] = await control.calls({ upstream: 'wallet' });
    expect(call).toMatchObject({ method: 'POST', path: '/cards/1001/statements' });
    expect(call?.headers['authorization']).toMatch(/^Bearer ey/);
    expect(call?.headers['x-user-token']).toBeUndefined();
  });

  it('5. subscribes through verify-card at the Middleware, and the subscription is active', async () => {
    const headers = { 'idempotency-key': 'story-payment-1' };
    const verified = await ana.post('/v1/subscriptions/verify-card', VERIFY_CARD, { headers });
    const repeated = await ana.post('/v1/subscriptions/verify-card', VERIFY_CARD, { headers });
    const { body } = await ana.get('/v1/subscriptions?userId=50255550001&clientId=migoDeveloper');

    expect(verified.status).toBe(200);
    const { subUid } = verified.body.data.subscription;
    expect(body.data).toContainEqual(expect.objectContaining({ subUid, status: 'active' }));
    expect(repeated.text).toBe(verified.text);
    expect(repeated.headers.get('idempotency-replayed')).toBe('true');
    const [call, ...more] = await control.calls({ upstream: 'middleware', method: 'POST' });
    expect(more).toEqual([]);
    expect(call?.headers['authorization']).toBe('Bearer demo-middleware-jwt-0123456789abcdef');
  });

  it('6. searches transactions at the Migo Payments API', async () => {
    const { status, text } = await ana.get('/v1/transactions/search?limit=1');

    expect(status).toBe(200);
    expect(text).toContain('98765432109876.5432');
    const [call] = await control.calls({ upstream: 'payments' });
    expect(call?.headers['authorization']).toBe('Bearer demo-payments-jwt-0123456789abcdef');
  });

  it('7. says clearly what is not possible, before any upstream is called', async () => {
    const foreign = await ana.get('/v1/partners/partner-other/cardholders');
    const wrong = await ana.post(CARDHOLDERS, { ...NEW_CARDHOLDER, gender: 'X', cardId: 'none' });
    const wrongDoor = await ana.post('/v1/subscriptions', {});

    expect(foreign).toMatchObject({ status: 403, body: { code: 'FORBIDDEN', success: false } });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    const fields = wrong.body.errors.map(({ field }: { field: string }) => field);
    expect(new Set(fields)).toEqual(new Set(['gender', 'cardId']));
    expect(wrongDoor).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
    expect(wrongDoor.body.detail).toContain('POST /v1/subscriptions/verify-card');
    expect(wrongDoor.body.detail).toContain('shouldCreateSubscription: true');
    expect(await control.calls()).toEqual([]);
  });

  it('8. shows the session, ends it, and the handle is dead', async () => {
    const session = await ana.get('/v1/auth/session');
    const ended = await ana.delete('/v1/auth/session');
    const after = await ana.get(LIST);

    expect(session.body.data).toMatchObject({ caller: 'operator', partner: 'demo', credentials: { cms: 'active' } });
    expect(ended.status).toBe(200);
    expect(after).toMatchObject({ status: 401, body: { code: 'session_invalid' } });
  });
});
