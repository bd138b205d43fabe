import { TestClient } from '../testing/test-client.js';

const NEW_CARDHOLDER = {
  name: 'Ángela',
  lastName: 'Monzón Ruiz',
  address: '3 calle 4-05, Mixco',
  countryOfBirth: 'GT',
  dateOfBirth: '1991-02-28',
  maritalStatus: 'soltero',
  gender: 'F',
  phoneNumber: '50255551234',
  email: 'angela.monzon@partner-demo.test',
  documentType: 'DPI',
  documentNumber: '2999888777666',
  cardId: 5001,
};
const LIST = '/app/partners/partner-demo/cardholders';

describe('CMS cardholders', () => {
  let client: TestClient;
  let ana: Record<string, string>;
  beforeAll(async () => {
    client = await TestClient.start();
    ana = await client.ana();
  });
  afterAll(() => client.simulator.close());

  const list = (query: string) => client.call('cms', `GET ${LIST}${query}`, { headers: ana });
  const create = (body: unknown, partner = 'partner-demo') =>
    client.call('cms', `POST /app/partners/${partner}/cardholders`, { headers: ana, body });

  it('pages, the newest first', async () => {
    const answer = await list('?page=2&limit=50');
    expect(answer.body).toMatchObject({ success: true, data: { total: 120, page: 2, limit: 50 } });
    expect(answer.body).toHaveProperty('data.items.length', 50);
    expect(answer.body).toHaveProperty('data.items.0.cardholderId', 'ch-000070');
    expect(answer.body).toHaveProperty('data.items.0.cards', [
      { cardId: 1070, maskedPan: '453201******1070', status: 'active' },
    ]);
  });

  it('has ten on a page by default and nothing behind the last', async () => {
    expect((await list('')).body).toHaveProperty('data.items.length', 10);
    expect((await list('?page=99')).body).toHaveProperty('data.items', []);
  });

  it.each(['?limit=101', '?limit=0', '?page=x', '?sortBy=password', '?sortOrder=ASC', '?page=1&page=2'])(
    'takes %s, of which no page says what it may be',
    async (query) => {
      expect((await list(query)).body).toMatchObject({ success: true, data: { page: 1 } });
    },
  );

  it('sorts by a field in either order', async () => {
    expect((await list('?sortBy=createdAt&sortOrder=asc&limit=1')).body).toHaveProperty(
      'data.items.0.cardholderId',
      'ch-000001',
    );
  });

  it('creates a cardholder whom list, search, detail and the Wallet Gateway know at once', async () => {
    const statement = { headers: await client.walletHeaders(), body: { month: 1, year: 2026 } };
    expect((await client.call('wallet', 'POST /cards/5001/statements', statement)).status).toBe(500);

    const created = await create(NEW_CARDHOLDER);
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      success: true,
      data: { partnerId: 'partner-demo', email: NEW_CARDHOLDER.email, cards: [{ cardId: 5001 }] },
    });

    for (const text of ['angela.MONZON', '50255551234', '2999888777666', 'angela%20monzon']) {
      const found = await list(`?searchText=${text}`);
      expect(found.body).toMatchObject({ data: { total: 1, items: [{ name: 'Ángela' }] } });
    }
    expect((await client.call('wallet', 'POST /cards/5001/statements', statement)).status).toBe(201);
  });

  it('refuses a card that is taken, unknown, or of another partner', async () => {
    const taken = await create({ ...NEW_CARDHOLDER, cardId: 1001 });
    expect(taken.status).toBe(409);
    expect(taken.body).toEqual({ success: false, message: expect.any(String) });
    for (const cardId of [7777, 5201, 5101]) {
      const answer = await create({ ...NEW_CARDHOLDER, cardId });
      expect(answer.status).toBe(500);
      expect(answer.body).toMatchObject({ errors: [{ code: '7200' }] });
    }
  });

  it.each(Object.keys(NEW_CARDHOLDER))('requires %s', async (field) => {
    const answer = await create({ ...NEW_CARDHOLDER, cardId: 5002, [field]: undefined });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      success: false,
      errors: [{ code: '7000', message: expect.stringContaining(field) }],
    });
  });

  it('gives one error for each bad field', async () => {
    const bad = { maritalStatus: 'single', gender: 'X', documentType: 'ID', dateOfBirth: '1991-02-30', cardId: '5002' };
    const answer = await create({ ...NEW_CARDHOLDER, ...bad });
    expect(answer.body).toHaveProperty('errors.length', 5);
  });

  it('shows the detail by POST, with exact balances, and not by GET', async () => {
    const path = `${LIST}/ch-000002`;
    const answer = await client.call('cms', `POST ${path}`, { headers: ana });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ data: { cardholderId: 'ch-000002', countryOfBirth: 'GT' } });
    expect(answer.text).toContain('"balance":137.0061');
    expect((await client.call('cms', `GET ${path}`, { headers: ana })).status).toBe(404);
    const unknown = await client.call('cms', `POST ${LIST}/ch-000301`, { headers: ana });
    expect(unknown.body).toMatchObject({ success: false, errors: [{ code: '7100' }] });
  });
});
