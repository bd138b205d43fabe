import { TestClient, textAt, type FormFile } from '../testing/test-client.js';

const BASE = '/app/partners/partner-demo';
const SARA = 'sara@demo.migo.test';
const EVIDENCE = { name: 'boleta.pdf', type: 'application/pdf', content: '%PDF-1.4' };

describe('CMS back office', () => {
  let client: TestClient;
  let ana: Record<string, string>;
  let sara: Record<string, string>;
  let pedro: Record<string, string>;
  beforeAll(async () => {
    client = await TestClient.start();
  });
  beforeEach(async () => {
    await client.call('control', 'POST /reset');
    ana = await client.ana();
    sara = await client.operatorHeaders(SARA, 'Demo-Pass-5!');
    pedro = await client.operatorHeaders('pedro@demo.migo.test', 'Demo-Pass-4!');
  });
  afterAll(() => client.simulator.close());

  const call = (target: string, body?: unknown, headers = ana) => client.call('cms', target, { headers, body });
  const ask = (form: Record<string, string | FormFile | FormFile[]>, headers = pedro) =>
    client.call('cms', `POST ${BASE}/process-request`, {
      headers,
      form: { requestedAmount: '1500.5000', evidence: EVIDENCE, ...form },
    });
  const codeFor = async (email: string) => {
    await client.call('cms', 'POST /app/users/auth/otp', { body: { email, purpose: 'login' } });
    return client.otp(email);
  };

  it('asks for balance, which an approval credits once', async () => {
    const made = await ask({ observations: 'Planilla' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ data: { status: 'pending', evidence: { fileName: 'boleta.pdf', size: 8 } } });
    expect(made.text).toContain('"requestedAmount":1500.5000');
    const body = { kind: 'processRequest', id: textAt(made, 'data.id'), status: 'approved' };
    for (let times = 0; times < 2; times += 1) await client.call('control', 'POST /status', { body });
    const balance = await call(`GET ${BASE}/balance`, undefined, pedro);
    expect(balance.body).toMatchObject({ data: { id: 'bal-1', clientId: 'partner-demo', currency: 'GTQ' } });
    expect(balance.text).toContain('"available":126501.0000');
  });

  it('lists the requests, paged and not', async () => {
    const paged = await call(`GET ${BASE}/process-requests`, undefined, pedro);
    expect(paged.body).toMatchObject({ data: { total: 15, page: 1, limit: 10 } });
    expect(paged.body).toHaveProperty('data.items.0.id', 'prq_demo_15');
    expect((await call(`GET ${BASE}/process-requests?page=2&limit=10`)).body).toHaveProperty('data.items.length', 5);
    expect((await call(`GET ${BASE}/process-requests?page=0&limit=x`)).body).toHaveProperty('data.page', 1);
    expect((await call(`GET ${BASE}/process-request`)).body).toHaveProperty('data.length', 15);
  });

  it.each(['application/pdf', 'image/jpeg', 'image/png', 'image/webp'])('takes %s as evidence', async (type) => {
    expect((await ask({ evidence: { ...EVIDENCE, type } })).status).toBe(201);
  });

  it.each<[string, Record<string, string | FormFile | FormFile[]>, number]>([
    ['no amount', { requestedAmount: '' }, 400],
    ['an amount of zero', { requestedAmount: '0' }, 400],
    ['two files', { evidence: [EVIDENCE, EVIDENCE] }, 400],
    ['another type', { evidence: { ...EVIDENCE, type: 'text/plain' } }, 400],
    ['a text as evidence', { evidence: 'x' }, 400],
    ['more than 10 MB', { evidence: { ...EVIDENCE, content: Buffer.alloc(10 * 1024 * 1024 + 1) } }, 413],
    ['a code that is not one', { otp: '12' }, 400],
  ])('refuses %s', async (_what, form, status) => {
    expect((await ask(form)).status).toBe(status);
  });

  it('takes a code from operators who are subject to it', async () => {
    const without = await ask({}, sara);
    expect(without.status).toBe(403);
    expect(without.body).toMatchObject({ errors: [{ code: 'OTP_REQUIRED' }] });
    const otp = await codeFor(SARA);
    expect((await ask({ otp: otp === '000000' ? '000001' : '000000' }, sara)).body).toMatchObject({
      errors: [{ code: 'OTP_INVALID' }],
    });
    expect((await ask({ otp }, sara)).status).toBe(201);
    expect((await ask({ otp }, sara)).status).toBe(403);
  });

  it('takes a code in the body of a cardholder detail', async () => {
    const detail = `POST ${BASE}/cardholders/ch-000001`;
    expect((await call(detail, undefined, sara)).status).toBe(403);
    expect((await call(detail, { otp: await codeFor(SARA) }, sara)).status).toBe(200);
    expect((await call(detail, { otp: 'x' }, ana)).status).toBe(200);
  });

  it('keeps balances from who may not see them', async () => {
    const luis = await client.luis();
    for (const path of ['balance', 'process-request', 'process-requests']) {
      expect((await call(`GET ${BASE}/${path}`, undefined, luis)).status).toBe(403);
    }
    expect((await ask({}, luis)).status).toBe(403);
    expect((await call('GET /app/partners/partner-second/balance', undefined, pedro)).status).toBe(403);
  });

  it('associates a third-party card, which the Wallet Gateway then lists', async () => {
    const owner = await call(`POST ${BASE}/cardholders/ch-000005`);
    const body = { email: textAt(owner, 'data.email'), suffix: '1005', alias: 'Hermana' };
    const path = `POST ${BASE}/cardholders/ch-000002/cards/association`;
    expect((await call(path, body)).status).toBe(201);
    const again = await call(path, body);
    expect(again.status).toBe(500);
    expect(again.body).toMatchObject({ errors: [{ code: '7221' }] });
    expect((await call(path, { ...body, suffix: '1006' })).body).toMatchObject({ errors: [{ code: '7220' }] });
    expect((await call(path, { ...body, alias: undefined })).status).toBe(400);
    expect((await call(path, body, await client.luis())).status).toBe(403);
    expect((await call(`POST ${BASE}/cardholders/ch-000301/cards/association`, body)).status).toBe(500);
    const headers = await client.walletHeaders();
    const listed = await client.call('wallet', 'GET /users/ch-000002/linked-cards', { headers });
    expect(listed.body).toMatchObject({ data: [{ alias: 'Hermana', cardId: 1005 }] });
  });

  it('creates permissions, which take no step-up, and shows them in the modules', async () => {
    const path = 'POST /app/permissions';
    const body = {
      permissions: [
        { resource: 'finance', action: 'export', description: 'Exports' },
        { resource: 'users', action: 'archive' },
      ],
    };
    const made = await call(path, body);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ data: [{ permissionId: 31, resource: 'finance' }, { permissionId: 32 }] });
    const modules = await call('GET /app/modules');
    expect(modules.body).toHaveProperty('data.length', 8);
    expect(modules.text).toContain('"action":"archive"');
    expect((await call(path, { permissions: [] })).status).toBe(201);
    expect((await call(path, { permissions: [{ resource: 'x' }] })).status).toBe(400);
    expect((await call(path, body, pedro)).status).toBe(403);
    expect((await call('GET /app/permissions')).status).toBe(404);
  });
});
