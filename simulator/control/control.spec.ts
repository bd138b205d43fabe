import { TestClient, textAt } from '../testing/test-client.js';

describe('control API', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start();
  });
  beforeEach(() => client.call('control', 'POST /reset'));
  afterAll(() => client.simulator.close());

  const statement = (headers: Record<string, string>) =>
    client.call('wallet', 'POST /cards/1001/statements', { headers, body: { month: 1, year: 2026 } });
  const advance = (advanceSeconds: number) => client.call('control', 'POST /clock', { body: { advanceSeconds } });

  it('moves the time: access tokens end after 30 minutes, refresh tokens after 7 days', async () => {
    const login = await client.login('wallet');
    const headers = { authorization: `Bearer ${textAt(login, 'data.accessToken')}` };
    await advance(1795);
    expect((await statement(headers)).status).toBe(201);
    await advance(10);
    const late = await statement(headers);
    expect(late.status).toBe(401);
    expect(late.body).toMatchObject({ success: false, errors: [{ code: 'TOKEN_EXPIRED' }] });

    const body = { refreshToken: textAt(login, 'data.refreshToken') };
    const refreshed = await client.call('wallet', 'POST /auth/refresh', { body });
    expect(refreshed.status).toBe(200);
    await advance(7 * 86_400);
    const again = { refreshToken: textAt(refreshed, 'data.refreshToken') };
    expect((await client.call('wallet', 'POST /auth/refresh', { body: again })).status).toBe(401);
  });

  it('expires access tokens of a selection and leaves the refresh tokens', async () => {
    const wallet = await client.walletHeaders();
    const ana = await client.ana();
    const list = () => client.call('cms', 'GET /app/partners/partner-demo/cardholders', { headers: ana });
    const expire = (body: unknown) => client.call('control', 'POST /tokens/expire', { body });

    expect((await expire({ upstream: 'cms', kind: 'user' })).body).toEqual({ expired: 1 });
    expect((await list()).status).toBe(401);
    expect((await statement(wallet)).status).toBe(201);
    expect((await expire({})).body).toEqual({ expired: 2 });
    expect((await statement(wallet)).status).toBe(401);
  });

  it('gives tokens another life, from the next one on', async () => {
    expect((await client.call('control', 'POST /tokens/life', { body: { accessSeconds: 0 } })).status).toBe(400);
    await client.call('control', 'POST /tokens/life', { body: { accessSeconds: 600 } });
    const headers = await client.ana();
    const list = () => client.call('cms', 'GET /app/partners/partner-demo/cardholders', { headers });
    await client.call('control', 'POST /clock', { body: { advanceSeconds: 500 } });
    expect((await list()).status).toBe(200);
    await client.call('control', 'POST /clock', { body: { advanceSeconds: 100 } });
    expect((await list()).status).toBe(401);
    await client.call('control', 'POST /reset');
  });

  it('keeps static JWTs valid', async () => {
    await client.call('control', 'POST /tokens/expire');
    const headers = { authorization: 'Bearer demo-payments-jwt-0123456789abcdef' };
    expect((await client.call('payments', 'GET /transactions', { headers })).status).toBe(200);
  });

  it('records calls with real headers, body, status and answer', async () => {
    const headers = await client.walletHeaders();
    await statement({ ...headers, 'x-probe': '1' });
    await client.call('payments', 'GET /transactions?uid=a&limit=1');
    const calls = await client.call('control', 'GET /calls?upstream=wallet&method=post&path=/cards');
    expect(calls.body).toMatchObject({
      count: 1,
      calls: [
        {
          upstream: 'wallet',
          method: 'POST',
          path: '/cards/1001/statements',
          headers: { 'x-probe': '1', authorization: headers['authorization'] },
          body: '{"month":1,"year":2026}',
          status: 201,
          answer: expect.stringMatching(/^\{"success":true,"message":"Statement accepted",/),
        },
      ],
    });
    const payments = await client.call('control', 'GET /calls?upstream=payments');
    expect(payments.body).toMatchObject({ count: 1, calls: [{ query: { uid: 'a', limit: '1' }, status: 401 }] });
    expect((await client.call('control', 'GET /calls?path=/cards&exact=true')).body).toMatchObject({ count: 0 });

    await client.call('control', 'DELETE /calls');
    expect((await client.call('control', 'GET /calls')).body).toEqual({ count: 0, calls: [] });
  });

  it('counts the headers that samples have, sent and missing', async () => {
    const headers = await client.walletHeaders();
    const funds = (more: Record<string, string>) =>
      client.call('wallet', 'POST /cards/1001/funds', { headers: { ...headers, ...more }, body: {} });
    await funds({});
    await funds({ 'x-application-id': ' ' });
    await funds({ 'x-application-id': 'app-demo' });
    await statement(headers);
    const batch = 'GET /app/partners/partner-demo/cardholders/batch/bat_1/progress';
    await client.call('cms', batch, { headers: { 'x-user-token': 'raw', accept: '*/*' } });

    const cms = {
      upstream: 'cms',
      operation: batch.replace('partner-demo', ':partnerId').replace('bat_1', ':batchId'),
    };
    expect((await client.call('control', 'GET /headers')).body).toEqual({
      missing: 5,
      headers: [
        {
          upstream: 'wallet',
          operation: 'POST /cards/:cardId/funds',
          header: 'x-application-id',
          sent: 1,
          missing: 2,
        },
        ...['accept', 'authorization', 'x-user-token'].map((header) => ({ ...cms, header, sent: 0, missing: 1 })),
      ],
    });
    await client.call('control', 'DELETE /headers');
    expect((await client.call('control', 'GET /headers')).body).toEqual({ missing: 0, headers: [] });
  });

  it('goes back to the seed', async () => {
    const headers = await client.walletHeaders();
    await statement(headers);
    await advance(100);
    await client.call('control', 'POST /faults', { body: { upstream: 'wallet', kind: 'hang' } });
    expect((await client.call('control', 'GET /state')).body).toMatchObject({ statements: 1, faults: 1 });

    const state = await client.call('control', 'POST /reset');
    expect(state.body).toMatchObject({
      clockOffsetSeconds: 0,
      cardholders: 131,
      unassignedCards: 60,
      statements: 0,
      accessTokensIssued: 0,
      calls: 0,
      faults: 0,
    });
    expect((await statement(headers)).status).toBe(401);
  });

  it('goes back to the seed and leaves the tokens good', async () => {
    const headers = await client.walletHeaders();
    await statement(headers);
    const state = await client.call('control', 'POST /reset', { body: { keepTokens: true } });
    expect(state.body).toMatchObject({ statements: 0, calls: 0, accessTokensIssued: 1 });
    expect((await statement(headers)).status).toBe(201);
  });

  it('answers hundreds of parallel calls', async () => {
    const headers = await client.walletHeaders();
    const answers = await Promise.all(Array.from({ length: 400 }, () => statement(headers)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(400);
  });
});
