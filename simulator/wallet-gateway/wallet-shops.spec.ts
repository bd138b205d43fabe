import { TestClient, valueAt } from '../testing/test-client.js';

const PHOTO = { name: 'local.jpg', type: 'image/jpeg', content: 'jpeg' };
const BILL = { name: 'luz.pdf', type: 'application/pdf', content: 'pdf' };
const PAYMENT = { subtotal: 125.5, deviceId: 'dev-demo-1' };

describe('Wallet shops', () => {
  let client: TestClient;
  let headers: Record<string, string>;
  let olga: Record<string, string>;
  beforeAll(async () => {
    client = await TestClient.start();
  });
  beforeEach(async () => {
    await client.call('control', 'POST /reset');
    headers = await client.walletHeaders();
    olga = await client.walletUser('olga');
  });
  afterAll(() => client.simulator.close());

  const call = (target: string, body?: unknown, as = headers) => client.call('wallet', target, { headers: as, body });
  const files = (form: Record<string, typeof PHOTO | (typeof PHOTO)[]>) =>
    client.call('wallet', 'POST /businesses/7001/files', { headers, form });
  const pay = (body: object, as = headers) => call('POST /terminal-payment', { ...PAYMENT, ...body }, as);
  const patch = (id: number, body: unknown) => call(`PATCH /terminal-payment/${id}`, body);

  it('reads a file of a lead by a POST', async () => {
    const answer = await call('POST /leads/files/upload/utility-bill.pdf');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.text).toContain('%PDF-1.4');
    expect((await call('POST /leads/files/upload/none.pdf')).status).toBe(404);
  });

  it('stores both documents of a business and gives signed links to them', async () => {
    expect((await files({ businessPhoto: PHOTO, utilityBill: BILL })).status).toBe(201);
    const docs = await call('GET /businesses/7001/docs');
    expect(docs.body).toMatchObject({ data: [{ name: 'businessPhoto' }, { name: 'utilityBill' }] });
    expect(docs.text).toMatch(/luz\.pdf\?expires=\d+&signature=[0-9a-f]{64}/);
    expect((await call('GET /businesses/1/docs')).status).toBe(404);
  });

  it('refuses one document, two of a kind, and other fields', async () => {
    expect((await files({ businessPhoto: PHOTO })).status).toBe(400);
    expect((await files({ businessPhoto: [PHOTO, PHOTO], utilityBill: BILL })).status).toBe(400);
    expect((await files({ businessPhoto: PHOTO, utilityBill: BILL, more: BILL })).status).toBe(400);
    expect((await call('POST /businesses/7001/files', {})).status).toBe(400);
  });

  it.each(['devices', 'businesses'])('shows a terminal below /%s to who may operate it', async (root) => {
    const path = (user: string, device = 'dev-demo-1') => `GET /${root}/users/${user}/terminals/${device}`;
    expect((await call(path('usr-000001'), undefined, olga)).body).toMatchObject({ data: { terminalId: 9001 } });
    expect((await call(path('ch-000001'))).status).toBe(403);
    expect((await call(path('ch-000001'), undefined, olga)).status).toBe(403);
    expect((await call(path('usr-000001', 'dev-none'))).status).toBe(404);
  });

  it('lists the payments of the last 180 days, the newest first', async () => {
    const list = await call('GET /devices/dev-demo-1/transactions', undefined, olga);
    expect(list.body).toHaveProperty('data.length', 6);
    expect(list.body).toMatchObject({ data: [{ id: 1, subtotal: '40.50' }, {}, {}, {}, {}, {}] });
    expect((await call('GET /devices/dev-demo-1/transactions/10')).body).toMatchObject({ data: { id: 10 } });
    expect((await call('GET /devices/dev-demo-2/transactions/10')).status).toBe(404);
    expect((await call('GET /devices/dev-demo-1/transactions/x')).status).toBe(400);
    expect(
      (await call('GET /devices/dev-demo-1/transactions', undefined, await client.walletUser('jose'))).status,
    ).toBe(403);
  });

  it('changes a terminal', async () => {
    const change = (body: object) => call('PATCH /businesses/terminals/dev-demo-2', body);
    expect((await change({})).status).toBe(400);
    expect((await change({ isActive: true, newDeviceId: 'dev-demo-1' })).status).toBe(409);
    const changed = await change({ isActive: true, newDeviceId: 'dev-new', terminalType: 'pos', branchId: 1 });
    expect(changed.body).toMatchObject({
      data: { deviceId: 'dev-new', isActive: true, branchId: 8001, terminalType: 'pos' },
    });
    expect((await change({ isActive: true })).status).toBe(404);
  });

  it('deletes a terminal for good', async () => {
    expect((await call('DELETE /businesses/terminals/dev-demo-1')).status).toBe(200);
    expect((await call('DELETE /businesses/terminals/dev-demo-1')).status).toBe(404);
    expect((await pay({})).status).toBe(404);
  });

  it('creates a terminal payment, with amounts as text', async () => {
    const answer = await pay({ additionalData: { table: 4 }, operationId: 'op-1' }, olga);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      success: true,
      status: 200,
      message: expect.any(String),
      data: { subtotal: '125.5', totalAmount: '0', status: 'created', externalId: '', additionalData: { table: 4 } },
    });
    expect((await pay({ deviceId: undefined, terminalId: 9001 })).body).toMatchObject({
      data: { additionalData: null },
    });
    expect((await pay({ deviceId: undefined, externalTerminalId: 'EXT-9001' })).status).toBe(200);
    expect((await pay({ operationId: 'op-1' })).body).toMatchObject({ statusCode: 409, error: { code: '7006' } });
  });

  it.each([
    [{ subtotal: 0 }, 400, '7001', 'GREATER_THAN_ZERO'],
    [{ subtotal: '1' }, 400, '7002', 'INVALID_FORMAT_AMOUNT'],
    [{ deviceId: undefined }, 400, '7000', 'CHECK_PARAMETERS'],
    [{ deviceId: 'dev-demo-3' }, 404, '7014', 'TERMINAL_PROCESSOR_EMPTY'],
  ])('refuses the payment %j in an envelope of its own', async (wrong, statusCode, code, name) => {
    const answer = await pay(wrong);
    expect(answer.status).toBe(statusCode);
    expect(answer.body).toEqual({ statusCode, message: expect.any(String), error: { code, name } });
  });

  it.each([
    ['none', 404],
    ['dev-demo-2', 409],
  ])('makes up no code for a payment at %s', async (deviceId, statusCode) => {
    const answer = await pay({ deviceId });
    expect(answer.status).toBe(statusCode);
    expect(answer.body).toEqual({ statusCode, message: expect.any(String) });
  });

  it('refuses a payment without a token and of a user of no branch', async () => {
    expect((await pay({}, {})).body).toMatchObject({ statusCode: 401, error: { name: 'UNAUTHORIZED' } });
    expect((await pay({}, await client.walletUser('jose'))).status).toBe(403);
  });

  // Seeded: 1 created, 2 approved, 3 liquidated, 4 denied.
  it.each([
    [1, 'cancelled', 200],
    [1, 'approved', 200],
    [2, 'approved', 200],
    [2, 'refunded', 200],
    [3, 'reversed', 200],
    [4, 'approved', 409],
    [2, 'reversed', 409],
  ])('answers payment %i becoming %s with %i', async (id, status, expected) => {
    const answer = await patch(id, { status });
    expect(answer.status).toBe(expected);
    if (expected === 200) expect(answer.body).toMatchObject({ success: true, data: { id, status } });
    else expect(answer.body).toEqual({ success: false, message: expect.stringMatching(/cannot become/) });
  });

  it('is paid outside of the APIs, which makes its total', async () => {
    const made = await pay({ operationId: 'op-2' });
    expect(made.body).toMatchObject({ data: { status: 'created', totalAmount: '0' } });
    const id = String(valueAt(made, 'data.id'));
    await client.call('control', 'POST /status', { body: { kind: 'terminalPayment', id, status: 'approved' } });
    const found = await call(`GET /devices/dev-demo-1/transactions/${id}`);
    expect(found.body).toMatchObject({ data: { status: 'approved', totalAmount: '125.5' } });
  });

  it('changes the other fields of a payment', async () => {
    const answer = await patch(1, { totalAmount: '99.9900', externalId: 'x-1', additionalData: { a: 1 } });
    expect(answer.body).toMatchObject({ data: { totalAmount: '99.9900', externalId: 'x-1', status: 'created' } });
    expect(valueAt(await patch(1, { totalAmount: 5.25 }), 'data.totalAmount')).toBe('5.25');
    expect((await patch(1, { status: 'lost' })).status).toBe(400);
    expect((await patch(999, {})).status).toBe(404);
  });

  it('needs the applicationId header for configs', async () => {
    const app = { ...headers, applicationId: 'app-demo' };
    expect((await call('GET /configs', undefined, app)).body).toMatchObject({ data: { applicationId: 'app-demo' } });
    expect((await call('PATCH /configs', { locale: 'en-US' }, app)).body).toMatchObject({ data: { locale: 'en-US' } });
    expect((await call('GET /configs')).status).toBe(400);
    expect((await call('PATCH /configs', {})).status).toBe(400);
    expect((await call('PATCH /configs', [], app)).status).toBe(400);
    expect((await call('GET /configs', undefined, { ...app, applicationId: 'none' })).status).toBe(404);
    expect((await call('GET /configs', undefined, { ...olga, applicationId: 'app-demo' })).status).toBe(403);
  });
});
