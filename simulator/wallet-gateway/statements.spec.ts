import { TestClient } from '../testing/test-client.js';

describe('Wallet Gateway', () => {
  let client: TestClient;
  let headers: Record<string, string>;
  beforeAll(async () => {
    client = await TestClient.start();
    headers = await client.walletHeaders();
  });
  afterAll(() => client.simulator.close());

  const statement = (cardId: string, body: unknown) =>
    client.call('wallet', `POST /cards/${cardId}/statements`, { headers, body });

  it('is healthy without a token', async () => {
    const answer = await client.call('wallet', 'GET /health');
    expect(answer.body).toEqual({ statusCode: 200, message: 'ok', data: {} });
  });

  it('accepts a statement of a held card', async () => {
    const answer = await statement('1001', { month: 12, year: 2025 });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      success: true,
      data: { statementId: 'stm_00000001', cardId: 1001, month: 12, year: 2025, status: 'accepted' },
    });
  });

  it.each(['9999', '5001'])('does not know card %s (absent, or held by nobody)', async (cardId) => {
    const answer = await statement(cardId, { month: 1, year: 2026 });
    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({ success: false, errors: [{ code: '7200' }] });
  });

  it.each([{ month: 13, year: 2026 }, { month: '5', year: '2026' }, { month: 5 }, { from: '2026-01-01' }, {}, []])(
    'takes %j, since Migo documents no body',
    async (body) => {
      expect((await statement('1001', body)).status).toBe(201);
    },
  );

  it('refuses a card id that is not a number', async () => {
    expect((await statement('abc', { month: 1, year: 2026 })).status).toBe(400);
  });

  it('refuses a missing and a raw token', async () => {
    const raw = { authorization: (headers['authorization'] ?? '').replace('Bearer ', '') };
    for (const bad of [{}, raw]) {
      const answer = await client.call('wallet', 'POST /cards/1001/statements', { headers: bad, body: {} });
      expect(answer.status).toBe(401);
    }
  });

  it('answers 7010 to an unknown path, inside and outside of its base path', async () => {
    const inside = await client.call('wallet', 'GET /nothing', { headers });
    expect(inside.status).toBe(404);
    expect(inside.body).toMatchObject({ success: false, errors: [{ code: '7010' }] });
    const outside = await fetch(new URL('/health', client.simulator.urls.wallet));
    expect(outside.status).toBe(404);
    await outside.text();
  });

  it('refuses a body that is not JSON', async () => {
    const response = await fetch(`${client.simulator.urls.wallet}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"merchant":',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ success: false, errors: [{ code: '7000' }] });
  });
});
