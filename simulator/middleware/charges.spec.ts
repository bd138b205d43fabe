import { TestClient, valueAt } from '../testing/test-client.js';

const HEADERS = { authorization: 'Bearer demo-middleware-jwt-0123456789abcdef' };
const CHARGES = '/v1/subscriptions/charges';
const GOOD = { subscriptionId: 'sub_demo_active', amount: 10.5, metadata: { invoice: 'A-1' } };
const csv = (content: string) => ({ name: 'charges.csv', type: 'text/csv', content });
const ROWS = 'subscriptionId,amount,metadata\nsub_demo_active,15.7500,"a, ""b"""\n';

describe('Middleware charges', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start();
  });
  beforeEach(() => client.call('control', 'POST /reset'));
  afterAll(() => client.simulator.close());

  const batch = (data: unknown, slug = 'migoDeveloper') =>
    client.call('middleware', `POST ${CHARGES}`, { headers: HEADERS, body: { client: slug, data } });
  const upload = (form: Record<string, string | ReturnType<typeof csv>>, query = '') =>
    client.call('middleware', `POST ${CHARGES}/upload-csv${query}`, { headers: HEADERS, form });
  const history = () =>
    client.call('middleware', 'GET /v1/subscriptions/payment-history?subscriptionId=sub_demo_active', {
      headers: HEADERS,
    });
  const work = (intervalMs: number) => client.call('control', 'POST /progress', { body: { intervalMs } });
  /** The history as soon as something new is in it. */
  const charged = async () => {
    for (;;) {
      const answer = await history();
      if (valueAt(answer, 'data.3') !== undefined) return answer;
    }
  };

  it('takes a batch in, with totals and a sample of what it did not take', async () => {
    const answer = await batch([
      GOOD,
      { ...GOOD, subscriptionId: 'sub_none' },
      { ...GOOD, subscriptionId: 'sub_demo_expired' },
    ]);
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({
      success: true,
      message: 'Batch received',
      data: {
        clientId: 'migoDeveloper',
        batchId: expect.any(String),
        totals: { received: 3, accepted: 1, rejected: 2 },
        errorsSample: [
          expect.objectContaining({ index: 1, code: 'UNPROCESSABLE' }),
          expect.objectContaining({ index: 2, code: 'PLAN_RULE_VIOLATION' }),
        ],
      },
    });
    expect((await charged()).body).toMatchObject({
      data: [{}, {}, {}, { amount: 10.5, metadata: { invoice: 'A-1' } }],
    });
  });

  it.each(['batch', 'file'])(
    'charges a %s after the answer, unless the subscription has ended by then',
    async (kind) => {
      await work(3_600_000);
      const taken =
        kind === 'batch' ? await batch([GOOD]) : await upload({ clientId: 'migoDeveloper', file: csv(ROWS) });
      expect(taken.status).toBe(202);
      expect((await history()).body).toHaveProperty('data.length', 3);
      await client.call('middleware', 'DELETE /v1/subscriptions/sub_demo_active', { headers: HEADERS });
      await work(0);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect((await history()).body).toHaveProperty('data.length', 3);
    },
  );

  it('takes 5000 items and no more, and keeps the sample small', async () => {
    const items = (length: number) => Array.from({ length }, () => ({ ...GOOD, subscriptionId: 'sub_none' }));
    const most = await batch(items(5000));
    expect(most.status).toBe(202);
    expect(valueAt(most, 'data.errorsSample')).toHaveLength(10);
    expect((await batch(items(5001))).status).toBe(400);
  });

  it.each([[[]], [undefined], ['x'], [[{}]], [[{ ...GOOD, amount: 1.23456 }]], [[GOOD, { ...GOOD, amount: '1' }]]])(
    'refuses the batch %j',
    async (data) => {
      const answer = await batch(data);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ success: false, ownCode: 10_400 });
    },
  );

  it('takes a file in, with the trackingId at the top', async () => {
    const answer = await upload({ clientId: 'migoDeveloper', file: csv(ROWS) });
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({
      success: true,
      message: expect.stringContaining('File received'),
      trackingId: expect.stringMatching(/^.{21}$/),
    });
    const found = await charged();
    expect(found.body).toMatchObject({ data: [{}, {}, {}, { metadata: 'a, "b"' }] });
    expect(found.text).toContain('"amount":15.7500');
  });

  it('takes the client from the query too', async () => {
    expect((await upload({ file: csv(ROWS) }, '?clientId=migoDeveloper')).status).toBe(202);
    expect((await upload({ file: csv(ROWS) })).status).toBe(400);
  });

  it.each([
    ['UNPROCESSABLE', 'id,value\n1,2\n'],
    ['UNPROCESSABLE', 'subscriptionId,amount\n'],
    ['UNPROCESSABLE', 'subscriptionId,amount\nsub_demo_active,free\n'],
    ['PLAN_RULE_VIOLATION', 'subscriptionId,amount\nsub_demo_cancelled,5\n'],
  ])('answers 405 %s to the file %j', async (code, content) => {
    const answer = await upload({ clientId: 'migoDeveloper', file: csv(content) });
    expect(answer.status).toBe(405);
    expect(answer.body).toMatchObject({ success: false, errors: [{ code }] });
  });

  it('answers 405 IDEMPOTENCY_CONFLICT to the same file again', async () => {
    await upload({ clientId: 'migoDeveloper', file: csv(ROWS) });
    const again = await upload({ clientId: 'migoDeveloper', file: csv(ROWS) });
    expect(again.status).toBe(405);
    expect(again.body).toMatchObject({ errors: [{ code: 'IDEMPOTENCY_CONFLICT' }] });
  });

  it('refuses a file above 10 MB, no file, another field, and no form', async () => {
    const clientId = 'migoDeveloper';
    const large = await upload({ clientId, file: csv('x'.repeat(10 * 1024 * 1024 + 1)) });
    expect(large.status).toBe(413);
    expect((await upload({ clientId })).status).toBe(400);
    expect((await upload({ clientId, other: csv(ROWS) })).status).toBe(400);
    const json = await client.call('middleware', `POST ${CHARGES}/upload-csv`, { headers: HEADERS, body: {} });
    expect(json.status).toBe(400);
  });
});
