import { demoPan } from '../state/cards.js';
import { TestClient, textAt, valueAt } from '../testing/test-client.js';

// Card 1120 is of ch-000120, a cardholder who cannot sign in.
const OWNER_EMAIL = 'otto.castilloordonez.5@partner-demo.test';

describe('Wallet cards', () => {
  let client: TestClient;
  let headers: Record<string, string>;
  let jose: Record<string, string>;
  beforeAll(async () => {
    client = await TestClient.start();
  });
  beforeEach(async () => {
    await client.call('control', 'POST /reset');
    headers = await client.walletHeaders();
    jose = await client.walletUser('jose');
  });
  afterAll(() => client.simulator.close());

  const call = (target: string, body?: unknown, as = headers) => client.call('wallet', target, { headers: as, body });
  const link = (card: string, query = '?clientId=migoDeveloper') =>
    call(`POST /users/ch-000001/cards${query}`, { card, alias: 'Nueva' });
  const emailOf = async (cardholderId: string) => {
    const ana = await client.ana();
    const detail = await client.call('cms', `POST /app/partners/partner-demo/cardholders/${cardholderId}`, {
      headers: ana,
    });
    return textAt(detail, 'data.email');
  };

  it('issues a physical card that is inactive', async () => {
    const answer = await call('POST /users/ch-000001/cards/virtuals');
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ data: { status: 'inactive', type: 'physical', balance: 0 } });
    expect((await call('POST /users/nobody/cards/virtuals')).status).toBe(500);
    expect((await call('POST /users/ch-000001/cards/virtuals', undefined, jose)).status).toBe(403);
  });

  it('links a free card by its number, which it never echoes', async () => {
    const answer = await link(demoPan(5001));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ data: { cardId: 5001, alias: 'Nueva' } });
    expect(answer.text).not.toContain(demoPan(5001));
    expect((await link(demoPan(5001))).status).toBe(409);
  });

  it('refuses to link a wrong number, an unknown card, and without clientId', async () => {
    const wrong = `${demoPan(5002).slice(0, 11)}${(Number(demoPan(5002)[11]) + 1) % 10}5002`;
    expect((await link(wrong)).status).toBe(400);
    expect((await link('4111111111111111')).body).toMatchObject({ errors: [{ code: '7200' }] });
  });

  it('associates a third-party card, lists, renames and removes it', async () => {
    const email = await emailOf('ch-000005');
    const body = { email, suffix: '1005', alias: 'Hermano' };
    const made = await call('POST /users/ch-000001/linked-cards', body, jose);
    expect(made.status).toBe(201);
    const path = `/users/ch-000001/linked-cards/${textAt(made, 'data.associationId')}`;
    const again = await call('POST /users/ch-000001/linked-cards', body, jose);
    expect(again.status).toBe(500);
    expect(again.body).toMatchObject({ errors: [{ code: '7221' }] });
    expect((await call(`PATCH ${path}`, { alias: 'Primo' }, jose)).body).toMatchObject({ data: { alias: 'Primo' } });
    expect((await call(`PATCH ${path}`, {}, jose)).status).toBe(200);
    expect((await call('GET /users/ch-000001/linked-cards', undefined, jose)).body).toMatchObject({
      data: [{ alias: 'Primo', suffix: '1005', cardId: 1005 }],
    });
    expect((await call(`DELETE ${path}`, undefined, jose)).status).toBe(200);
    expect((await call(`DELETE ${path}`, undefined, jose)).status).toBe(404);
  });

  it('does not find a third-party card by a wrong owner or suffix', async () => {
    const wrong = [
      { email: OWNER_EMAIL.replace('.5@', '.9999@'), suffix: '1005' },
      { email: await emailOf('ch-000005'), suffix: '1006' },
    ];
    for (const body of wrong) {
      const answer = await call('POST /users/ch-000001/linked-cards', { ...body, alias: 'x' });
      expect(answer.status).toBe(500);
      expect(answer.body).toMatchObject({ errors: [{ code: '7220' }] });
    }
    expect((await call('POST /users/ch-000001/linked-cards', { email: 'x', suffix: '12' })).body).toHaveProperty(
      'errors.length',
      2,
    );
  });

  it('lets a user reach their own cards and user only', async () => {
    const foreign = [
      'POST /cards/1002/pin',
      'POST /cards/1002/statements',
      'GET /cards/1002/transfers/10/2026',
      'GET /users/ch-000002/linked-cards',
      'POST /users/ch-000002/cards?clientId=x',
    ];
    for (const target of foreign) {
      const body = target.startsWith('GET') ? undefined : { pin: '1234', month: 1, year: 2026 };
      expect((await call(target, body, jose)).status).toBe(403);
    }
    expect((await call('POST /cards/1001/statements', { month: 1, year: 2026 }, jose)).status).toBe(201);
    expect((await call('POST /cards/1001/funds', {}, jose)).status).toBe(403);
  });

  it('sets a PIN and keeps only that there is one', async () => {
    expect((await call('POST /cards/1001/pin', { pin: '1234' }, jose)).status).toBe(200);
    expect((await call('POST /cards/1001/pin', { pin: 123456 }, jose)).status).toBe(200);
    expect((await call('POST /cards/1002/users/ch-000002/pin', { pin: '9876' })).status).toBe(200);
    expect((await client.call('control', 'GET /state')).body).toMatchObject({ cardPins: 2 });
  });

  it.each([
    ['POST /cards/1001/pin', { pin: 'abcd' }, 400, '7000'],
    ['POST /cards/1001/pin', { pin: 12.5 }, 400, '7000'],
    ['POST /cards/1403/pin', { pin: '1234' }, 500, '7213'],
    ['POST /cards/1404/pin', { pin: '1234' }, 500, '7213'],
    ['POST /cards/9999/pin', { pin: '1234' }, 500, '7200'],
    ['POST /cards/1001/users/ch-000002/pin', { pin: '1234' }, 500, '7210'],
    ['POST /cards/1001/users/nobody/pin', { pin: '1234' }, 500, '7100'],
  ])('answers %s %j with %i %s', async (target, body, status, code) => {
    const answer = await call(target, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ success: false, errors: [{ code }] });
    expect(valueAt(answer, 'errors.0.message')).not.toContain('1234');
  });

  it('lets only an admin replace a PIN', async () => {
    expect((await call('POST /cards/1001/users/ch-000001/pin', { pin: '1234' }, jose)).status).toBe(403);
    const olga = await client.walletUser('olga');
    expect((await call('POST /cards/1001/users/ch-000001/pin', { pin: '1234' }, olga)).status).toBe(200);
  });
});
