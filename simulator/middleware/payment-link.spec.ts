import { DEMO_BODY_KEYS, DEMO_MERCHANT_TOKEN } from '../state/seed-merchants.js';
import { TestClient, textAt } from '../testing/test-client.js';

const LINK = { amount: 125.5, userId: '50255551234', channel: 'web', client: 'migoDeveloper', currency: 'GTQ' };

describe('Middleware payment links', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start();
  });
  afterAll(() => client.simulator.close());

  const create = (body: unknown, authorization = DEMO_MERCHANT_TOKEN) =>
    client.call('middleware', 'POST /transactions', { headers: { authorization }, body });

  it.each(['', 'Bearer '])('answers a bare object with URL to a token with the prefix "%s"', async (prefix) => {
    const answer = await create(LINK, prefix + DEMO_MERCHANT_TOKEN);
    expect(answer.status).toBe(201);
    const uid = textAt(answer, 'uid');
    expect(uid).toMatch(/^trx_.{12}$/);
    expect(answer.body).toEqual({
      uid,
      reference: expect.stringMatching(/^MIGODEVELOPER\d{6}SB$/),
      URL: `https://sandbox.migopayments.com/?orderId=${uid}`,
    });
    const card = { uid, processor: 'fac-2', cardInfo: {} };
    const headers = { authorization: 'Bearer demo-middleware-jwt-0123456789abcdef' };
    const verified = await client.call('middleware', 'POST /v1/subscriptions/verify-card', { headers, body: card });
    expect(verified.status).toBe(200);
  });

  it('keeps the digits of the amount', async () => {
    const headers = { authorization: DEMO_MERCHANT_TOKEN, 'content-type': 'application/json' };
    const url = `${client.simulator.urls.middleware}/transactions`;
    const sent = await fetch(url, { method: 'POST', headers, body: '{"amount":98765432109876.5430}' });
    const uid = /trx_\w+/.exec(await sent.text())?.[0];
    const found = await client.call('payments', `GET /transactions?uid=${uid ?? ''}`, {
      headers: { authorization: 'Bearer demo-payments-jwt-0123456789abcdef' },
    });
    expect(found.text).toContain('"amount":98765432109876.5430,');
  });

  it.each([{}, { ...LINK, amount: 0, currency: 'q', country: 'Guatemala', userId: 5, customKeys: 'x' }])(
    'takes %j, since no page says what is required',
    async (body) => {
      expect((await create(body)).status).toBe(201);
    },
  );

  it.each([
    { ...LINK, amount: '1' },
    { ...LINK, amount: 1.23456 },
  ])('refuses %j', async (body) => {
    const answer = await create(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ success: false, ownCode: 10_400 });
  });

  it('refuses an unknown token and the client of another merchant', async () => {
    expect((await create(LINK, 'x'.repeat(64))).status).toBe(401);
    expect((await create({ ...LINK, client: 'otherTenant' })).status).toBe(403);
  });

  it('takes the keys from the body at the hook, from any origin', async () => {
    const hook = (keys: object) => client.call('middleware', 'POST /transactions-hook', { body: { ...LINK, ...keys } });
    const answer = await hook(DEMO_BODY_KEYS);
    expect(answer.body).toMatchObject({ uid: expect.any(String), URL: expect.any(String) });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect((await hook({ ...DEMO_BODY_KEYS, privateKey: 'wrong' })).status).toBe(401);
    expect((await hook({})).status).toBe(400);
    expect((await client.call('middleware', 'OPTIONS /transactions-hook')).status).toBe(204);
  });
});
