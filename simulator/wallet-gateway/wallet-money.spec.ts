import { TestClient, valueAt } from '../testing/test-client.js';

const ADD = { amount: 100.25, operation: 'ADD_FUNDS', channel: 'WEB', reference: 'ref-1' };

describe('Wallet money', () => {
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
  // Card 1401 starts with 250.7500.
  const funds = (body: object, method = 'POST') => call(`${method} /cards/1401/funds`, { ...ADD, ...body });
  const transfer = (body: object, as = headers) =>
    call('POST /cards/transfer', { fromCardId: 1401, toCardId: 1002, amount: 50.05, ...body }, as);

  it('adds and withdraws with exact decimals', async () => {
    expect((await funds({ amount: 0.0001 })).text).toContain('"balance":250.7501');
    const withdrawn = await funds({ operation: 'WITHDRAW_FUNDS', amount: 250.7501, reference: 'ref-2' });
    expect(withdrawn.status).toBe(200);
    expect(withdrawn.text).toContain('"balance":0.0000');
  });

  it('takes the other body by PUT', async () => {
    const body = { channel: undefined, observations: 'Ajuste de septiembre', currency: 'GTQ' };
    expect((await funds(body, 'PUT')).text).toContain('"balance":351.0000');
    expect((await funds({ channel: undefined })).status).toBe(400);
  });

  it.each([
    [{ amount: 0 }, 400, '7001'],
    [{ amount: -1 }, 400, '7001'],
    [{ amount: '5' }, 400, '7002'],
    [{ amount: 1.23456 }, 400, '7002'],
    [{ amount: undefined }, 400, '7000'],
    [{ operation: 'STEAL' }, 400, '7000'],
    [{ reference: undefined }, 400, '7000'],
    [{ description: 'x'.repeat(51) }, 400, '7000'],
    [{ currency: 'quetzal' }, 400, '7000'],
    [{ customKeys: [] }, 400, '7000'],
    [{ operation: 'WITHDRAW_FUNDS', amount: 250.7501 }, 500, '7303'],
  ])('refuses %j with %i %s and changes nothing', async (wrong, status, code) => {
    const answer = await funds(wrong);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ success: false, errors: [{ code }] });
    expect((await funds({ amount: 0.01 })).text).toContain('"balance":250.7600');
  });

  it('takes a reference once, by either method', async () => {
    expect((await funds({ description: 'x'.repeat(50) })).status).toBe(200);
    const again = await funds({}, 'PUT');
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ errors: [{ code: '7006' }] });
  });

  it('refuses blocked, closed and unknown cards', async () => {
    expect((await call('POST /cards/1403/funds', ADD)).body).toMatchObject({ errors: [{ code: '7213' }] });
    expect((await call('POST /cards/1404/funds', ADD)).body).toMatchObject({ errors: [{ code: '7213' }] });
    expect((await call('POST /cards/5001/funds', ADD)).body).toMatchObject({ errors: [{ code: '7200' }] });
  });

  it('moves money between cards, and shows the transfer to both holders', async () => {
    const jose = await client.walletUser('jose');
    const made = await transfer({ observations: 'Renta' }, jose);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ data: { fromCardId: 1401, toCardId: 1002, status: 'liquidated' } });
    expect((await funds({ amount: 0.01 })).text).toContain('"balance":200.7100');
    const path = `GET /card-transfers/${String(valueAt(made, 'data.id'))}`;
    expect((await call(path, undefined, await client.walletUser('ana'))).status).toBe(200);
    expect((await call(path, undefined, await client.walletUser('luis'))).status).toBe(403);
    expect((await call('GET /card-transfers/1')).status).toBe(404);
  });

  it.each([
    [{ toCardId: 999_999 }, 500, '7300'],
    [{ toCardId: 5001 }, 500, '7300'],
    [{ toCardId: 1401 }, 500, '7300'],
    [{ toCardId: 1402 }, 500, '7300'],
    [{ fromCardId: 9999 }, 500, '7200'],
    [{ toCardId: 1403 }, 500, '7213'],
    [{ toCardId: 1011 }, 500, '7213'],
    [{ amount: 250.76 }, 500, '7303'],
    [{ amount: 0 }, 400, '7001'],
    [{ fromCardId: '1401' }, 400, '7000'],
  ])('refuses the transfer %j with %i %s', async (wrong, status, code) => {
    const answer = await transfer(wrong);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ success: false, errors: [{ code }] });
  });

  it('refuses a transfer from a card of somebody else', async () => {
    expect((await transfer({}, await client.walletUser('ana'))).status).toBe(403);
  });

  it('lists a month of movements in both directions', async () => {
    const answer = await call('GET /cards/1002/transfers/9/2026');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('"direction":"incoming"');
    expect(answer.text).toContain('"direction":"outgoing"');
    expect((await call('GET /cards/1002/transfers/1/2020')).body).toMatchObject({ data: [] });
    expect((await call('GET /cards/1002/transfers/13/2026')).status).toBe(400);
  });

  it('creates transfer types', async () => {
    const type = { type: 'posPurchase', channel: 'financialNetwork', movementType: 'debit', model: 'settlement' };
    const made = await call('POST /card-transfers/types', {
      types: [type, { ...type, type: 'anything', name: 'Otro' }],
    });
    expect(made.body).toMatchObject({ success: true, data: [{ id: 1 }, { id: 2, name: 'Otro' }] });
    expect((await call('POST /card-transfers/types', { types: [{ ...type, channel: 'x' }] })).status).toBe(400);
    expect((await call('POST /card-transfers/types', { types: [] })).status).toBe(201);
    expect((await call('POST /card-transfers/types', {}, await client.walletUser('jose'))).status).toBe(403);
  });
});
