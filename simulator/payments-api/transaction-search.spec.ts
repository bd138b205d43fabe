import { TestClient } from '../testing/test-client.js';

const HEADERS = { authorization: 'Bearer demo-payments-jwt-0123456789abcdef' };

describe('Payments API', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start();
  });
  afterAll(() => client.simulator.close());

  const search = (query: string) => client.call('payments', `GET /transactions${query}`, { headers: HEADERS });

  it('has health probes without a token, and a search with one only', async () => {
    for (const probe of ['live', 'ready']) {
      expect((await client.call('payments', `GET /health/${probe}`)).body).toEqual({ status: 'ok' });
    }
    expect((await client.call('payments', 'GET /transactions')).status).toBe(401);
  });

  it('pages all transactions, the newest first, with exact amounts', async () => {
    const answer = await search('?limit=5');
    expect(answer.body).toMatchObject({ success: true, data: { total: 60, page: 1, limit: 5 } });
    expect(answer.body).toHaveProperty('data.items.0.uid', 'trx_demo00000060');
    expect(answer.text).toContain('"amount":98765432109876.5432,');
    expect(answer.text).toContain('"amount":741.10,');
  });

  it('finds by uid, reference, status and time', async () => {
    const one = await search('?uid=trx_demo00000003');
    expect(one.body).toMatchObject({ data: { total: 1, items: [{ reference: 'order-1003', userId: '50255550003' }] } });
    expect((await search('?reference=order-1003&status=denied')).body).toMatchObject({ data: { total: 1 } });
    expect((await search('?reference=order-1003&status=used')).body).toMatchObject({ data: { total: 0 } });
    expect((await search('?from=2026-06-02&to=2026-06-03')).body).toMatchObject({ data: { total: 2 } });
    expect((await search('?to=2026-06-02T00:00:00Z')).body).toMatchObject({ data: { total: 0 } });
  });

  it.each(['?from=yesterday', '?to=2026-02-30', '?limit=1000', '?page=x'])('takes %s', async (query) => {
    expect((await search(query)).body).toMatchObject({ success: true, data: { page: 1 } });
  });
});
