import { DEMO_MERCHANT_TOKEN } from '../state/seed-merchants.js';
import { TestClient, textAt } from '../testing/test-client.js';

const BASE = '/api/v1/integrations/transactions';
const HEADERS = { authorization: `Bearer ${DEMO_MERCHANT_TOKEN}` };
const NEW = { amount: 100.25, channel: 'web', client: 'migoDeveloper', userId: 'ana@shop.test' };

describe('Middleware alternative payments', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start();
  });
  beforeEach(() => client.call('control', 'POST /reset'));
  afterAll(() => client.simulator.close());

  const post = (path: string, body?: unknown) =>
    client.call('middleware', `POST ${BASE}${path}`, { headers: HEADERS, body });
  const create = async (slug = 'migoDeveloper') => textAt(await post('', { ...NEW, client: slug }), 'data.uid');

  it.each([
    ['migoDeveloper', ['zigi', 'fri', 'akisiQR', 'bancoIndustrial', 'quickPayQR', 'bamPaymentButton', 'pronet']],
    ['migoSalvador', ['quickPayQR']],
    ['migoHonduras', ['quickPayQR']],
    ['migoCostaRica', ['quickPayQR']],
    ['migoColombia', ['nequi', 'globalPay-PSE']],
    ['migoMexico', []],
    ['migoDominicana', []],
  ])('offers %s the rails of its country', async (slug, paymentMethods) => {
    const answer = await post('', { ...NEW, client: slug });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      success: true,
      message: 'Transaction created',
      data: { uid: expect.stringMatching(/^trx_/), paymentMethods, expireAt: 900 },
    });
  });

  it.each([
    { ...NEW, amount: undefined },
    { ...NEW, amount: 50_000.01 },
    { ...NEW, amount: 0.5 },
    { ...NEW, amount: 1.00001 },
    { ...NEW, channel: 5 },
    { ...NEW, userId: undefined },
    { ...NEW, customKeys: 'x' },
  ])('refuses to create %j', async (body) => {
    const answer = await post('', body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ success: false, ownCode: 10_400 });
  });

  it('refuses a client of another merchant, and a wrong token', async () => {
    expect((await post('', { ...NEW, client: 'otherTenant' })).status).toBe(403);
    expect((await client.call('middleware', `POST ${BASE}`, { body: NEW })).status).toBe(401);
  });

  it('special-cases three rails in intents', async () => {
    const uid = await create();
    const fri = await post(`/${uid}/payment-intents`, { processor: 'fri' });
    expect(fri.body).toMatchObject({
      success: true,
      message: 'success',
      data: {
        requiredFields: { phoneNumber: { required: false }, user: { required: false }, note: expect.any(String) },
      },
    });
    expect((await post(`/${uid}/payment-intents`, { processor: 'zigi' })).body).toEqual({ success: true, data: null });
    const colombia = await create('migoColombia');
    const nequi = await post(`/${colombia}/payment-intents`, { processor: 'nequi' });
    expect(nequi.body).toMatchObject({ data: { requiredFields: { phoneNumber: {} } } });
    const pse = await post(`/${colombia}/payment-intents`, { processor: 'globalPay-PSE' });
    expect(pse.body).toMatchObject({ data: { requiredFields: { banks: [{ code: '1007' }, {}, {}] } } });
    expect((await post(`/${colombia}/payment-intents`, { processor: 'zigi' })).status).toBe(400);
    expect((await post('/trx_none/payment-intents', { processor: 'zigi' })).body).toMatchObject({ ownCode: 2000 });
  });

  it.each([
    ['migoDeveloper', 'zigi', {}, 'json'],
    ['migoDeveloper', 'fri', { user: 'ana' }, 'json'],
    ['migoDeveloper', 'akisiQR', { ignored: 1 }, 'qr'],
    ['migoDeveloper', 'bancoIndustrial', {}, 'base64'],
    ['migoHonduras', 'quickPayQR', {}, 'json'],
    ['migoDeveloper', 'bamPaymentButton', { installments: 3 }, 'url'],
    ['migoDeveloper', 'pronet', {}, 'html'],
    ['migoColombia', 'nequi', { phoneNumber: '573001112233' }, 'payButton'],
    ['migoColombia', 'nequi', { installments: 'x', user: 7 }, 'payButton'],
    ['migoColombia', 'globalPay-PSE', { bankCode: '1007' }, 'url'],
    ['migoColombia', 'globalPay-PSE', {}, 'url'],
  ])('starts a payment of %s by %s with %j', async (slug, processor, data, type) => {
    const uid = await create(slug);
    const answer = await post(`/${uid}/payments`, { processor, data });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      success: true,
      message: 'Success',
      data: { transaction_id: uid, type, data: expect.anything(), cancelAt: null },
    });
    expect((await post(`/${uid}/payments`, { processor, data })).status).toBe(409);
  });

  it.each([
    ['migoDeveloper', { processor: 'fri', data: {} }],
    ['migoDeveloper', { processor: 'nequi', data: { phoneNumber: '1' } }],
    ['migoDeveloper', { processor: 'zigi' }],
    ['migoDeveloper', { processor: 'bamPaymentButton', data: { installments: 'x' } }],
    ['migoDeveloper', { processor: 'fri', data: { user: 5 } }],
  ])('refuses a payment of %s by %j', async (slug, body) => {
    expect((await post(`/${await create(slug)}/payments`, body)).status).toBe(400);
  });

  it.each([
    ['created', 'DISMISSED'],
    ['used', 'DISMISSED'],
    ['fri', 'DISMISSED'],
    ['zigi', 'CANCELLED'],
    ['in_progress', 'CANCELLED'],
  ])('dismisses %s to %s', async (which, status) => {
    const answer = await post(`/trx_alt_${which}/dismiss`, { reason: 'changed my mind' });
    expect(answer.status).toBe(200);
    if (status === 'CANCELLED') {
      expect(answer.body).toEqual({
        message: expect.any(String),
        transaction: { uid: `trx_alt_${which}`, status: 'CANCELLED' },
      });
    } else {
      expect(answer.text).toBe('OK');
      expect(answer.headers.get('content-type')).toContain('text/plain');
    }
    expect((await post(`/trx_alt_${which}/dismiss`)).body).toMatchObject({ success: false, ownCode: 4020 });
  });

  it.each(['approved', 'denied', 'expired', 'dismissed', 'cancelled'])(
    'does not dismiss what is %s',
    async (status) => {
      const answer = await post(`/trx_alt_${status}/dismiss`);
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({ success: false, ownCode: 4020 });
    },
  );

  it('refuses a rail without cancel hook, an unknown transaction and a missing id', async () => {
    const hookless = await post('/trx_alt_akisiQR/dismiss');
    expect(hookless.status).toBe(405);
    expect(hookless.body).toMatchObject({ ownCode: 4021 });
    const unknown = await post('/trx_none/dismiss');
    expect(unknown.status).toBe(404);
    expect(unknown.body).toMatchObject({ ownCode: 2000 });
    for (const blank of ['/%20/dismiss', '//dismiss']) {
      const missing = await post(blank);
      expect(missing.status).toBe(400);
      expect(missing.body).toMatchObject({ ownCode: 5000 });
    }
  });

  it('expires what nobody paid in time', async () => {
    const uid = await create();
    await client.call('control', 'POST /clock', { body: { advanceSeconds: 901 } });
    expect((await post(`/${uid}/payments`, { processor: 'zigi', data: {} })).status).toBe(409);
    expect((await post(`/${uid}/dismiss`)).body).toMatchObject({ ownCode: 4020 });
  });

  it('is confirmed from outside', async () => {
    const body = { kind: 'alternativePayment', id: 'trx_alt_zigi', status: 'APPROVED' };
    expect((await client.call('control', 'POST /status', { body })).status).toBe(200);
    expect((await post('/trx_alt_zigi/dismiss')).status).toBe(409);
    const unknown = await client.call('control', 'POST /status', { body: { ...body, id: 'x' } });
    expect(unknown.status).toBe(404);
  });
});
