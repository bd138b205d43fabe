import { signedLogin, TestClient, textAt } from '../testing/test-client.js';

const LEAD = {
  gender: 'F',
  cui: '2456789010101',
  expirationDate: '2031-04-30',
  firstName: 'Rosa',
  lastName: 'Tzul',
  commercialName: 'Panadería Rosa',
  paymentMethods: [{ slug: 'akisiQR', acquirerSlug: 'akisi' }],
};
const JOSE = 'jose@wallet.migo.test';

describe('Wallet users', () => {
  let client: TestClient;
  let headers: Record<string, string>;
  beforeAll(async () => {
    client = await TestClient.start();
  });
  beforeEach(async () => {
    await client.call('control', 'POST /reset');
    headers = await client.walletHeaders();
  });
  afterAll(() => client.simulator.close());

  const call = (target: string, body?: unknown, as = headers) => client.call('wallet', target, { headers: as, body });
  const invited = (invitationCode: string, username = 'rosa@shop.test') => ({
    deviceId: 'dev-rosa',
    invitationCode,
    username,
    password: 'Secret-1',
    confirmPassword: 'Secret-1',
  });

  it('logs in, refreshes once, and refuses a wrong password', async () => {
    const login = await client.call('wallet', 'POST /users/auth/login', {
      body: { username: JOSE, password: 'Wallet-Pass-1!' },
    });
    expect(login.body).toMatchObject({
      success: true,
      data: { userId: 'ch-000001', expirationToken: expect.any(Number) },
    });
    const refreshToken = textAt(login, 'data.refreshToken');
    const refresh = () => client.call('wallet', 'POST /users/auth/refresh', { body: { refreshToken } });
    expect((await refresh()).status).toBe(200);
    expect((await refresh()).status).toBe(401);
    const wrong = await client.call('wallet', 'POST /users/auth/login', { body: { username: JOSE, password: 'x' } });
    expect(wrong.status).toBe(401);
    expect((await client.call('wallet', 'POST /users/auth/login', { body: {} })).status).toBe(400);
  });

  it('turns a one-time code into an elevated session', async () => {
    const purpose = 'pin_change';
    expect((await call('POST /users/auth/otp', { email: JOSE, purpose })).status).toBe(200);
    const otp = await client.otp(JOSE);
    expect((await call('PUT /users/auth/otp', { email: JOSE, otp, purpose: 'other' })).status).toBe(400);
    const verified = await call('PUT /users/auth/otp', { email: JOSE, otp, purpose });
    const elevated = { authorization: `Bearer ${textAt(verified, 'data.accessToken')}` };
    expect((await call('POST /cards/1001/pin', { pin: '1234' }, elevated)).status).toBe(200);
    expect((await call('PUT /users/auth/otp', { email: JOSE, otp, purpose })).status).toBe(400);
    expect((await call('POST /users/auth/otp', { email: 'nobody@x.test', purpose })).status).toBe(500);
    expect((await call('POST /users/auth/otp', { email: JOSE, purpose }, {})).status).toBe(401);
  });

  it('resets a password with a code', async () => {
    await call('POST /users/auth/otp', { email: JOSE, purpose: 'password_reset' });
    const otp = await client.otp(JOSE);
    const body = { email: JOSE, otp, password: 'New-Pass-1!', confirmPassword: 'New-Pass-1!' };
    expect((await call('POST /users/auth/password/reset', { ...body, confirmPassword: 'x' })).status).toBe(400);
    expect((await call('POST /users/auth/password/reset', body)).status).toBe(200);
    expect((await call('POST /users/auth/password/reset', body)).status).toBe(400);
    const login = await call('POST /users/auth/login', { username: JOSE, password: 'New-Pass-1!' });
    expect(login.status).toBe(200);
  });

  it('provisions a whole shop with the code of a lead, once', async () => {
    const lead = await call('POST /leads', LEAD, { ...headers, 'x-merchant-id': 'm-1' });
    expect(lead.body).toEqual({ success: true, data: { _id: expect.any(String), invitationCode: expect.any(String) } });
    const body = invited(textAt(lead, 'data.invitationCode'));
    const user = await call('POST /users', body);
    expect(user.status).toBe(201);
    expect(user.body).toMatchObject({
      data: {
        userId: 'usr-000002',
        role: 'admin',
        commerceId: 7002,
        deviceId: 'dev-rosa',
        paymentMethods: ['akisiQR'],
      },
    });
    expect((await call('GET /devices/users/usr-000002/terminals/dev-rosa')).status).toBe(200);
    expect((await call('POST /users', { ...body, username: 'again@shop.test' })).status).toBe(400);
  });

  it('adds a cashier with the code of a branch', async () => {
    const olga = await client.walletUser('olga');
    const code = await call('POST /users/invitation-code', { role: 'cashier' }, olga);
    expect(code.status).toBe(201);
    const user = await call('POST /users', invited(textAt(code, 'data.invitationCode')));
    expect(user.body).toMatchObject({ data: { role: 'cashier', branchId: 8001 } });
    expect((await call('POST /users/invitation-code', { role: 'admin' })).status).toBe(201);
    expect((await call('POST /users/invitation-code', { role: ['boss'], shop: 7 })).status).toBe(201);
    expect(
      (await call('POST /users/invitation-code', { role: 'cashier' }, await client.walletUser('jose'))).status,
    ).toBe(403);
    expect((await call('POST /users/invitation-code', { role: 'cashier', branchId: 1 }, olga)).status).toBe(403);
  });

  it('registers directly without a code', async () => {
    const person = { firstName: 'Eva', lastName: 'Coc', username: 'eva@x.test', gender: 'F', countryOfBirth: 'GTM' };
    const user = await call('POST /users', person);
    expect(user.body).toMatchObject({ success: true, data: { userId: expect.any(String), role: 'cardholder' } });
    const again = await call('POST /users', person);
    expect(again.status).toBe(409);
    expect(again.body).toEqual({ success: false, message: expect.any(String) });
    expect((await call('POST /users', { username: 'no address', gender: 7, nit: {} })).status).toBe(201);
    expect((await call('POST /users', {})).status).toBe(201);
    const issued = await call(`POST /users/${textAt(user, 'data.userId')}/cards/virtuals`);
    expect(issued.body).toMatchObject({ data: { status: 'inactive', type: 'physical' } });
  });

  it.each([
    { deviceId: 5 },
    { password: '', confirmPassword: '' },
    { username: 5 },
    { invitationCode: 'NONE' },
    { username: 'x' },
    { confirmPassword: 'other' },
  ])('refuses an invitation with %j', async (wrong) => {
    const lead = await call('POST /leads', LEAD);
    const answer = await call('POST /users', { ...invited(textAt(lead, 'data.invitationCode')), ...wrong });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ errors: [{ code: '7000' }] });
  });

  it.each(['firstName', 'lastName', 'commercialName'])('requires %s of a lead', async (field) => {
    expect((await call('POST /leads', { ...LEAD, [field]: undefined })).status).toBe(400);
  });

  it.each([
    [{ gender: undefined, cui: undefined, expirationDate: undefined }, 201],
    [{ canInvoice: 'si', paymentMethods: ['akisiQR'], dateOfBirth: 1990, email: {} }, 201],
    [{ gender: 'X' }, 400],
    [{ expirationDate: '2031-02-30' }, 400],
  ])('answers a lead with %j by %i: of what samples show, nothing is required', async (changes, status) => {
    expect((await call('POST /leads', { ...LEAD, ...changes })).status).toBe(status);
  });

  it('needs application permissions to register and to read a file', async () => {
    const login = await client.call('wallet', 'POST /auth/login', { body: signedLogin('otherTenant', 'other-tenant') });
    const other = { authorization: `Bearer ${textAt(login, 'data.accessToken')}` };
    expect((await call('POST /users', {}, other)).status).toBe(403);
    expect((await call('POST /leads/files/upload/dpi-front.png', undefined, other)).status).toBe(403);
    expect((await call('POST /users', {}, await client.walletUser('jose'))).status).toBe(403);
  });

  it('lists, creates, grants and revokes permissions', async () => {
    const list = await call('GET /users/permissions');
    expect(list.body).toHaveProperty('data.length', 9);
    const added = await call('POST /users/permissions', { permissions: [{ resource: 'reports', action: 'export' }] });
    expect(added.body).toMatchObject({ data: [{ permissionId: 10, resource: 'reports' }] });
    const grant = (method: string, item: object) =>
      call(`${method} /users/ch-000001/permissions`, {
        permissions: [{ roleId: 1, permissionId: 10, granted: true, ...item }],
      });
    expect((await grant('POST', {})).body).toMatchObject({
      data: { permissions: [{ permissionId: 10, granted: true }] },
    });
    expect((await grant('PATCH', { granted: false })).body).toMatchObject({
      data: { permissions: [{ granted: false }] },
    });
    expect((await grant('PATCH', { permissionId: 99 })).status).toBe(400);
    expect((await grant('PATCH', { permissionId: '10' })).status).toBe(400);
    expect((await grant('PATCH', { granted: 'yes', roleId: 'admin' })).status).toBe(200);
    expect((await call('POST /users/permissions', { permissions: [] })).status).toBe(201);
    expect((await call('POST /users/permissions', { permissions: 'all' })).status).toBe(400);
    expect((await call('POST /users/usr-none/permissions', { permissions: [] })).body).toMatchObject({
      errors: [{ code: '7100' }],
    });
  });
});
