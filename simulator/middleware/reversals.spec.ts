import { TestClient } from '../testing/test-client.js';

const HEADERS = { authorization: 'Bearer demo-middleware-jwt-0123456789abcdef' };
// Number 7 is approved (91.10), 4 authorized, 3 denied.
const APPROVED = 'trx_demo00000007';

describe('Middleware reversals', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start();
  });
  beforeEach(() => client.call('control', 'POST /reset'));
  afterAll(() => client.simulator.close());

  const post = (path: string, body: unknown) => client.call('middleware', `POST ${path}`, { headers: HEADERS, body });
  const revert = (transactionUid: string, processor = 'visa-cybersource') =>
    post('/revert', { transactionUid, processor });
  const refund = (more: object = {}) => post('/refund', { transactionUid: APPROVED, processor: 'fac-2', ...more });

  it('reverts a card payment once', async () => {
    expect((await revert('trx_demo00000004', 'globalPay')).body).toMatchObject({
      success: true,
      data: { status: 'reversed' },
    });
    expect((await revert('trx_demo00000004')).status).toBe(409);
  });

  it('reverts an alternative payment', async () => {
    expect((await revert('trx_alt_approved', 'quickPayQR')).body).toMatchObject({ data: { status: 'CANCELLED' } });
  });

  it('refuses what cannot be reverted', async () => {
    expect((await revert('trx_demo00000003')).status).toBe(409);
    expect((await revert('trx_none')).body).toMatchObject({ ownCode: 2000 });
    expect((await revert(APPROVED, 'pronet')).status).toBe(405);
    expect((await post('/revert', { processor: 'zigi' })).status).toBe(400);
    const keyless = await client.call('middleware', 'POST /revert', { body: {} });
    expect(keyless.status).toBe(401);
  });

  it('refunds in parts that accumulate, and no more than the whole', async () => {
    const first = await refund({ amount: 10.05 });
    expect(first.body).toMatchObject({ data: { status: 'approved' } });
    expect(first.text).toContain('"refundedAmount":10.05');
    expect((await refund({ amount: 81.06 })).status).toBe(400);
    const rest = await refund();
    expect(rest.body).toMatchObject({ data: { status: 'refunded' } });
    expect(rest.text).toContain('"refundedAmount":91.10');
    expect((await refund()).status).toBe(409);
  });

  it('refuses a processor that can only revert, and an alternative payment', async () => {
    expect((await refund({ processor: 'globalPay' })).status).toBe(405);
    expect((await refund({ transactionUid: 'trx_alt_approved' })).status).toBe(409);
    expect((await refund({ amount: 1.23456 })).status).toBe(400);
  });
});
