import { TestClient, textAt } from '../testing/test-client.js';

const LIST = 'GET /app/partners/partner-demo/cardholders';

describe('CMS operators', () => {
  let client: TestClient;
  let ana: Record<string, string>;
  beforeAll(async () => {
    client = await TestClient.start();
    ana = await client.ana();
  });
  afterAll(() => client.simulator.close());

  it('needs an application token to log an operator in, and the right password', async () => {
    const body = { email: 'ana@demo.migo.test', password: 'Demo-Pass-1!' };
    expect((await client.call('cms', 'POST /app/users/login', { body })).status).toBe(401);
    const headers = { authorization: ana['authorization'] ?? '' };
    const wrong = await client.call('cms', 'POST /app/users/login', { headers, body: { ...body, password: 'no' } });
    expect(wrong.status).toBe(401);
    const right = await client.call('cms', 'POST /app/users/login', { headers, body });
    expect(right.body).toMatchObject({ success: true, data: { id: 501, email: body.email, name: 'Ana Morales' } });
  });

  it('needs both tokens, each with its prefix', async () => {
    const { authorization = '', 'x-user-token': user = '' } = ana;
    expect((await client.call('cms', LIST, { headers: ana })).status).toBe(200);
    const refused = [
      { authorization },
      { 'x-user-token': user },
      { authorization, 'x-user-token': user.replace('Bearer ', '') },
      { authorization: user, 'x-user-token': authorization },
      { authorization, 'x-user-token': `${user}x` },
    ];
    for (const headers of refused) expect((await client.call('cms', LIST, { headers })).status).toBe(401);
  });

  it('rotates the operator tokens at a refresh', async () => {
    const headers = { authorization: ana['authorization'] ?? '' };
    const body = { email: 'ana@demo.migo.test', password: 'Demo-Pass-1!' };
    const login = await client.call('cms', 'POST /app/users/login', { headers, body });
    const refreshToken = textAt(login, 'data.refreshToken');
    expect((await client.call('cms', 'POST /app/auth/refresh', { body: { refreshToken } })).status).toBe(401);
    const refreshed = await client.call('cms', 'POST /app/users/refresh', { body: { refreshToken } });
    const user = { ...headers, 'x-user-token': `Bearer ${textAt(refreshed, 'data.accessToken')}` };
    expect((await client.call('cms', LIST, { headers: user })).status).toBe(200);
  });

  it('shows an operator assigned partners only', async () => {
    const luis = await client.luis();
    expect((await client.call('cms', LIST, { headers: luis })).status).toBe(200);
    for (const partner of ['partner-second', 'partner-other', 'no-such-partner']) {
      const answer = await client.call('cms', `GET /app/partners/${partner}/cardholders`, { headers: luis });
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({ success: false, errors: [{ code: 'FORBIDDEN' }] });
    }
  });

  it('refuses what the operator has no permission for', async () => {
    const luis = await client.luis();
    const answer = await client.call('cms', 'POST /app/partners/partner-demo/cardholders', { headers: luis, body: {} });
    expect(answer.status).toBe(403);
  });

  it('lists effective permissions, and modules', async () => {
    const mine = await client.call('cms', 'GET /app/users/502/partners/partner-demo/permissions', {
      headers: await client.luis(),
    });
    expect(mine.body).toMatchObject({
      success: true,
      data: [
        { permissionId: 9, resource: 'cardholders', action: 'list' },
        { permissionId: 10, resource: 'cardholders', action: 'detail' },
      ],
    });
    const unassigned = await client.call('cms', 'GET /app/users/502/partners/partner-second/permissions', {
      headers: ana,
    });
    expect(unassigned.status).toBe(403);
    const modules = await client.call('cms', 'GET /app/modules', { headers: ana });
    expect(modules.body).toHaveProperty('data.length', 7);
  });

  it('verifies a one-time code once, within five minutes', async () => {
    const email = 'ana@demo.migo.test';
    const request = () => client.call('cms', 'POST /app/users/auth/otp', { body: { email, purpose: 'login' } });
    const code = async () => textAt(await client.call('control', `GET /otp?email=${email}`), 'otp');
    const verify = (otp: string) =>
      client.call('cms', 'PUT /app/users/auth/otp', { headers: ana, body: { email, otp, purpose: 'login' } });

    expect((await request()).status).toBe(200);
    const otp = await code();
    expect((await verify(otp === '000000' ? '000001' : '000000')).status).toBe(400);
    expect((await verify(otp)).status).toBe(200);
    expect((await verify(otp)).status).toBe(400);

    await request();
    const late = await code();
    await client.call('control', 'POST /clock', { body: { advanceSeconds: 301 } });
    expect((await verify(late)).status).toBe(400);
  });
});
