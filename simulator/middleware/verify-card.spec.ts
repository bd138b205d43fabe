import { TestClient } from '../testing/test-client.js';

const HEADERS = { authorization: 'Bearer demo-middleware-jwt-0123456789abcdef' };
const CARD = { uid: 'trx_demo00000007', processor: 'visa-cybersource', cardInfo: { token: 'tok_1' } };

describe('Middleware subscriptions', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start();
  });
  beforeEach(() => client.call('control', 'POST /reset'));
  afterAll(() => client.simulator.close());

  const verify = (body: unknown) =>
    client.call('middleware', 'POST /v1/subscriptions/verify-card', { headers: HEADERS, body });
  const list = (query: string) => client.call('middleware', `GET /v1/subscriptions${query}`, { headers: HEADERS });

  it('only verifies when no subscription is asked for', async () => {
    const answer = await verify(CARD);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ success: true, data: { verified: true, cardId: expect.any(String) } });
    expect(answer.body).not.toHaveProperty('data.subscription');
  });

  it('creates an active subscription of the transaction’s user', async () => {
    const answer = await verify({ ...CARD, shouldCreateSubscription: true, planUid: 'plan_demo_gold' });
    expect(answer.body).toMatchObject({ data: { subscription: { subUid: 'sub_00000001', status: 'active' } } });

    const found = await list('?userId=50255550007&clientId=migoDeveloper');
    expect(found.body).toMatchObject({ success: true, data: [{ subUid: 'sub_00000001', planUid: 'plan_demo_gold' }] });
    expect(found.text).toContain('"amount":125.50,');
    expect((await list('?userId=50255550008&clientId=migoDeveloper')).body).toHaveProperty('data', []);
  });

  it('accepts transactionUid in place of uid', async () => {
    const { uid, ...rest } = CARD;
    expect((await verify({ ...rest, transactionUid: uid })).status).toBe(200);
  });

  it.each([
    ['tok_declined', 422],
    ['tok_expired', 422],
    ['tok_unreachable', 502],
    ['tok_timeout', 504],
    ['tok_unverified', 200],
  ])('declines the card %s with %i, and no subscription begins', async (token, status) => {
    const cardInfo = { token };
    const answer = await verify({ ...CARD, cardInfo, shouldCreateSubscription: true, planUid: 'plan_demo_gold' });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ success: false, message: expect.any(String) });
    expect((await list('?userId=50255550007&clientId=migoDeveloper')).body).toHaveProperty('data', []);
  });

  it.each(['trx_nothing', 'trx_demo00000041'])('does not know transaction %s', async (uid) => {
    const answer = await verify({ ...CARD, uid });
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ success: false, ownCode: 2000 });
  });

  it.each([
    { ...CARD, uid: undefined },
    { ...CARD, processor: 5 },
    { ...CARD, cardInfo: 'tok' },
    { ...CARD, shouldCreateSubscription: true },
    { ...CARD, shouldCreateSubscription: 'yes' },
  ])('refuses %j', async (body) => {
    const answer = await verify(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ success: false, message: expect.any(String), ownCode: 10_400 });
  });

  it('cancels at once', async () => {
    await verify({ ...CARD, shouldCreateSubscription: true, planUid: 'plan_demo_basic' });
    const cancelled = await client.call('middleware', 'DELETE /v1/subscriptions/sub_00000001', { headers: HEADERS });
    expect(cancelled.body).toMatchObject({ data: { status: 'cancelled' } });
    const detail = await client.call('middleware', 'GET /v1/subscriptions/detail/sub_00000001', { headers: HEADERS });
    expect(detail.body).toMatchObject({ data: { status: 'cancelled', userId: '50255550007' } });
    const unknown = await client.call('middleware', 'DELETE /v1/subscriptions/sub_9', { headers: HEADERS });
    expect(unknown.status).toBe(404);
  });

  it('requires userId and clientId, lists plans, and has no POST /v1/subscriptions', async () => {
    expect((await list('?userId=1')).status).toBe(400);
    const plans = await client.call('middleware', 'GET /v1/plans/list', { headers: HEADERS });
    expect(plans.body).toMatchObject({ data: [{ planUid: 'plan_demo_gold' }, { planUid: 'plan_demo_basic' }] });
    const created = await client.call('middleware', 'POST /v1/subscriptions', { headers: HEADERS, body: {} });
    expect(created.status).toBe(404);
    expect(created.body).toMatchObject({ success: false, ownCode: expect.any(Number) });
  });

  it('refuses an unknown JWT in its own envelope', async () => {
    const headers = { authorization: 'Bearer nonsense' };
    const answer = await client.call('middleware', 'GET /v1/plans/list', { headers });
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ success: false, ownCode: 10_401, errors: [{ code: 'TOKEN_EXPIRED' }] });
  });
});
