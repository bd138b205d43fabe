import { TestClient, textAt } from '../testing/test-client.js';

const HEADERS = { authorization: 'Bearer demo-middleware-jwt-0123456789abcdef' };
const PLAN = { name: 'Gimnasio', amount: 19.9999, currency: 'USD', frequency: { frequency: 30 } };

describe('Middleware plans', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start();
  });
  afterAll(() => client.simulator.close());

  const call = (target: string, body?: unknown) => client.call('middleware', target, { headers: HEADERS, body });
  const create = (plan: object) => call('POST /v1/plans', { plan: { ...PLAN, ...plan }, client: 'migoStore' });

  it('creates, shows, lists and changes a plan', async () => {
    const created = await create({ type: 'anniversary', autoRenewal: true, methods: ['fac-2'], installments: [1] });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ success: true, data: { client: 'migoStore', type: 'anniversary' } });
    const planUid = textAt(created, 'data.planUid');

    const detail = await call(`GET /v1/plans/${planUid}/client/migoStore/detail`);
    expect(detail.body).toMatchObject({ success: true, data: { planUid, name: 'Gimnasio' } });
    expect((await call(`GET /v1/plans/${planUid}/client/migoDeveloper/detail`)).status).toBe(404);

    const changed = await call('PUT /v1/plans', { planUid, plan: { name: 'Gimnasio 24h' } });
    expect(changed.body).toMatchObject({ data: { planUid, name: 'Gimnasio 24h', type: 'anniversary' } });
    expect(changed.text).toContain('"amount":19.9999');
    const list = await call('GET /v1/plans/list?client=migoStore');
    expect(list.body).toHaveProperty('data.length', 5);
  });

  it.each(['interval', 'automatic', undefined])('takes the type %s', async (type) => {
    expect((await create({ type })).body).toMatchObject({ data: { type: type ?? 'interval' } });
  });

  it.each([
    { name: 5 },
    { amount: 1.23456 },
    { currency: 'quetzal' },
    { type: 'INTERVAL' },
    { frequency: {} },
    { frequency: 30 },
    { frequency: { frequency: -1 } },
    { frequency: { frequency: 1.5 } },
  ])('refuses %j', async (wrong) => {
    const answer = await create(wrong);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ success: false, ownCode: 10_400 });
  });

  it.each([
    { type: 'fixedDay', frequency: { frequency: 0, day: 5 } },
    { type: 'fixedDay', frequency: { frequency: 31, day: '5' } },
    { frequency: { frequency: 0 } },
    { amount: 0 },
    { amount: -1 },
    { currency: 'gtq' },
    { methods: [1], installments: 'x', autoRenewal: 'no', dailyAttempts: -1, graceDays: null },
  ])('takes %j', async (fields) => {
    expect((await create(fields)).status).toBe(201);
  });

  it('does not change an unknown plan, or without saying which', async () => {
    expect((await call('PUT /v1/plans', { planUid: 'plan_none', plan: {} })).body).toMatchObject({ ownCode: 10_404 });
    expect((await call('PUT /v1/plans', { plan: {} })).status).toBe(404);
    expect((await client.call('middleware', 'POST /v1/plans', { body: {} })).status).toBe(401);
  });
});
