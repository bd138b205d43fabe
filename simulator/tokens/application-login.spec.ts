import { signedLogin, TestClient, textAt, valueAt } from '../testing/test-client.js';

describe('application login and refresh', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start();
  });
  afterAll(() => client.simulator.close());

  const statement = (token: string) =>
    client.call('wallet', 'POST /cards/1001/statements', {
      headers: { authorization: `Bearer ${token}` },
      body: { month: 5, year: 2026 },
    });
  const refresh = (refreshToken: string) => client.call('wallet', 'POST /auth/refresh', { body: { refreshToken } });

  it.each(['wallet', 'middleware', 'cms', 'payments'] as const)(
    'issues 30-minute and 7-day tokens at %s',
    async (api) => {
      const answer = await client.login(api);
      expect(answer.status).toBe(200);
      const now = Math.floor(Date.now() / 1000);
      const [, payload = ''] = textAt(answer, 'data.accessToken').split('.');
      const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
      expect(claims).toMatchObject({ sub: 'migoDeveloper', aud: api, kind: 'application', jti: expect.any(String) });
      const access = valueAt(answer, 'data.expirationToken');
      expect(claims).toHaveProperty('exp', access);
      expect(Math.abs(Number(access) - now - 1800)).toBeLessThan(5);
      expect(Number(valueAt(answer, 'data.expirationRefreshToken')) - Number(access)).toBe(604_800 - 1800);
    },
  );

  it('lets each merchant in with its own key only', async () => {
    const own = await client.call('wallet', 'POST /auth/login', { body: signedLogin('otherTenant', 'other-tenant') });
    expect(own.status).toBe(200);
    const foreign = await client.call('wallet', 'POST /auth/login', { body: signedLogin('otherTenant') });
    expect(foreign.status).toBe(401);
    expect(foreign.body).toMatchObject({ success: false, errors: [{ code: 'UNAUTHORIZED' }] });
  });

  it.each(['', 'bm90IGEgc2lnbmF0dXJl', 'x'.repeat(88)])('refuses the signature "%s"', async (signature) => {
    const answer = await client.call('wallet', 'POST /auth/login', { body: { merchant: 'migoDeveloper', signature } });
    expect(answer.status).toBe(signature === '' ? 400 : 401);
  });

  it('answers 400 with one entry for each missing field', async () => {
    const answer = await client.call('wallet', 'POST /auth/login', { body: {} });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ success: false, errors: [{ code: '7000' }, { code: '7000' }] });
  });

  it('accepts a CMS login without a signature and refuses one with a wrong signature', async () => {
    const bare = await client.call('cms', 'POST /app/auth/login', { body: { merchant: 'migoDeveloper' } });
    expect(bare.status).toBe(200);
    const wrong = await client.call('cms', 'POST /app/auth/login', {
      body: signedLogin('migoDeveloper', 'other-tenant'),
    });
    expect(wrong.status).toBe(401);
  });

  it('rotates both tokens at a refresh', async () => {
    const first = await client.login('wallet');
    const second = await refresh(textAt(first, 'data.refreshToken'));
    expect(second.status).toBe(200);
    expect(textAt(second, 'data.refreshToken')).not.toBe(textAt(first, 'data.refreshToken'));
    expect((await statement(textAt(second, 'data.accessToken'))).status).toBe(201);
  });

  it('ends the whole family when a spent refresh token comes back', async () => {
    const first = await client.login('wallet');
    const second = await refresh(textAt(first, 'data.refreshToken'));
    expect((await refresh(textAt(first, 'data.refreshToken'))).status).toBe(401);

    for (const answer of [first, second]) {
      const refused = await statement(textAt(answer, 'data.accessToken'));
      expect(refused.status).toBe(401);
      expect(refused.body).toMatchObject({ success: false, errors: [{ code: 'TOKEN_EXPIRED' }] });
    }
    expect((await refresh(textAt(second, 'data.refreshToken'))).status).toBe(401);
  });

  it('does not let tokens of one API into another', async () => {
    const cms = await client.login('cms');
    expect((await statement(textAt(cms, 'data.accessToken'))).status).toBe(401);
    expect((await refresh(textAt(cms, 'data.refreshToken'))).status).toBe(401);
  });
});
