import { TestClient } from '../testing/test-client.js';

const HEADERS = { authorization: 'Bearer demo-middleware-jwt-0123456789abcdef' };
const PAYER = { userId: '50255560001', clientId: 'migoDeveloper' };
const METHODS = '/v1/subscriptions/payment-methods';

describe('Middleware subscriptions after their creation', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start();
  });
  beforeEach(() => client.call('control', 'POST /reset'));
  afterAll(() => client.simulator.close());

  const call = (target: string, body?: unknown) => client.call('middleware', target, { headers: HEADERS, body });
  const detail = (subUid = 'sub_demo_active') => call(`GET /v1/subscriptions/detail/${subUid}`);

  it.each(['active', 'cancelled', 'expired', 'inactive'])('has one that is %s', async (status) => {
    expect((await detail(`sub_demo_${status}`)).body).toMatchObject({ data: { status } });
  });

  it('changes the notification e-mail and nothing else', async () => {
    const body = { subUid: 'sub_demo_active', notificationEmail: 'new@demo.test', status: 'expired' };
    expect((await call('PUT /v1/subscriptions', body)).status).toBe(200);
    expect((await detail()).body).toMatchObject({ data: { notificationEmail: 'new@demo.test', status: 'active' } });
    expect((await call('PUT /v1/subscriptions', { ...body, notificationEmail: 'x' })).status).toBe(200);
    expect((await call('PUT /v1/subscriptions', { ...body, subUid: 'sub_none' })).status).toBe(404);
  });

  it.each([
    ['active', 200],
    ['cancelled', 200],
    ['inactive', 409],
    ['expired', 409],
  ])('answers the cancellation of one that is %s with %i', async (status, expected) => {
    expect((await call(`DELETE /v1/subscriptions/sub_demo_${status}`)).status).toBe(expected);
  });

  it('adds a card, makes it the default and removes it again', async () => {
    const card = { ...PAYER, processorId: 'fac-2', cardId: 'card_new', alias: 'Visa azul' };
    const added = await call(`POST ${METHODS}`, { tokenizeData: card });
    expect(added.status).toBe(201);
    expect(added.body).toEqual({ success: true, message: expect.any(String), data: card });

    await call(`PUT ${METHODS}/set-default`, { ...PAYER, cardId: 'card_new' });
    expect((await detail()).body).toMatchObject({ data: { cardId: 'card_new' } });
    expect((await call(`DELETE ${METHODS}`, { ...PAYER, cardId: 'card_new' })).status).toBe(200);
    expect((await detail()).body).toMatchObject({ data: { cardId: 'card_demo_1' } });
    const byQuery = await call(`DELETE ${METHODS}?userId=50255560001&clientId=migoDeveloper&cardId=card_demo_1`);
    expect(byQuery.status).toBe(200);
  });

  it('refuses payment methods that are incomplete or unknown', async () => {
    expect((await call(`POST ${METHODS}`, {})).status).toBe(400);
    expect((await call(`POST ${METHODS}`, { tokenizeData: PAYER })).status).toBe(201);
    expect((await call(`PUT ${METHODS}/set-default`, { ...PAYER, cardId: 'card_none' })).status).toBe(404);
    expect((await call(`DELETE ${METHODS}`, { ...PAYER, clientId: 7 })).status).toBe(404);
  });

  it('has a flat payment history, of one subscription only', async () => {
    const answer = await call('GET /v1/subscriptions/payment-history?subscriptionId=sub_demo_inactive');
    expect(answer.body).toMatchObject({
      success: true,
      message: 'Payment history found',
      data: [{ status: 'approved' }, { status: 'approved' }, { status: 'denied', subscriptionId: 'sub_demo_inactive' }],
    });
    expect(answer.text).toContain('"amount":125.50');
    const missing = await call('GET /v1/subscriptions/payment-history');
    expect(missing.status).toBe(400);
    expect(missing.body).toMatchObject({ success: false, ownCode: 10_400 });
  });
});
