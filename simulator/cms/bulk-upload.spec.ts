import { setTimeout as sleep } from 'node:timers/promises';
import type { ProgressFrame } from '../state/batches.js';
import { TestClient, textAt, type Answer, type FormFile } from '../testing/test-client.js';
import { writeWorkbook } from '../testing/workbook-writer.js';

const HEADER =
  'name,lastName,address,countryOfBirth,dateOfBirth,maritalStatus,gender,phoneNumber,email,documentType,documentNumber,cardId';
const EMAIL = 'ana@demo.migo.test';
const BASE = '/app/partners/partner-demo';

const person = (number: number, cardId: number | string): (string | number)[] => [
  `Ñ & <${number}>`,
  'Ajú',
  '1 calle',
  'GT',
  number % 2 === 0 ? '1990-05-17' : 33_010,
  'casado',
  'F',
  50_255_550_000 + number,
  `bulk${number}@demo.test`,
  'DPI',
  String(3_000_000_000_000 + number),
  cardId,
];
const book = (rows: (string | number)[][], name = 'people.xlsx'): FormFile => ({
  name,
  type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  content: writeWorkbook([HEADER.split(','), ...rows]),
});
const frames = (answer: Answer): ProgressFrame[] =>
  answer.text
    .split('\n\n')
    .filter((part) => part !== '')
    .map((part) => JSON.parse(part.replace('data: ', '')) as ProgressFrame);

describe('CMS bulk uploads', () => {
  let client: TestClient;
  let ana: Record<string, string>;
  beforeAll(async () => {
    client = await TestClient.start();
  });
  beforeEach(async () => {
    await client.call('control', 'POST /reset');
    await client.call('control', 'POST /progress', { body: { intervalMs: 0 } });
    ana = await client.ana();
    await client.call('cms', 'POST /app/users/auth/otp', { body: { email: EMAIL, purpose: 'login' } });
    const body = { email: EMAIL, otp: await client.otp(EMAIL), purpose: 'login' };
    await client.call('cms', 'PUT /app/users/auth/otp', { headers: ana, body });
  });
  afterAll(() => client.simulator.close());

  const upload = (form: Record<string, FormFile | FormFile[]>, what = 'cardholders', headers = ana) =>
    client.call('cms', `POST ${BASE}/${what}/upload`, { headers, form });
  const progress = (id: string, headers = ana) =>
    client.call('cms', `GET ${BASE}/cardholders/batch/${id}/progress`, { headers });

  it('creates the good rows and reports the bad ones', async () => {
    const rows = [person(1, 5001), person(2, 5002), person(3, 5001), person(4, 'x'), ['', ''], person(5, 5003)];
    const answer = await upload({ users: book(rows) });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      success: true,
      message: expect.any(String),
      data: { id: expect.stringMatching(/^bat_/) },
    });

    const stream = await progress(textAt(answer, 'data.id'));
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    const seen = frames(stream);
    expect(seen[0]).toMatchObject({ total: 5, status: 'processing' });
    expect(seen.at(-1)).toEqual({
      batchId: textAt(answer, 'data.id'),
      total: 5,
      processed: 5,
      succeeded: 3,
      failed: 2,
      status: 'completed',
      errors: [
        { row: 4, message: expect.stringContaining('already belongs') },
        { row: 5, message: expect.stringContaining('cardId') },
      ],
    });
    const found = await client.call('cms', `GET ${BASE}/cardholders?searchText=bulk1@demo.test`, { headers: ana });
    expect(found.body).toMatchObject({
      data: { items: [{ name: 'Ñ & <1>', phoneNumber: '50255550001', cards: [{ cardId: 5001 }] }] },
    });
    expect(found.text).toContain('"documentNumber":"3000000000001"');
  });

  it('fails a batch of which every row failed', async () => {
    const answer = await upload({ users: book([person(1, 1001)]) });
    expect(frames(await progress(textAt(answer, 'data.id'))).at(-1)).toMatchObject({ status: 'failed', failed: 1 });
  });

  it('shows many rows in steps, with the interval between them', async () => {
    await client.call('control', 'POST /progress', { body: { intervalMs: 20 } });
    const rows = Array.from({ length: 30 }, (_, index) => person(index, 5001 + index));
    const start = Date.now();
    const answer = await upload({ users: book(rows) });
    const seen = frames(await progress(textAt(answer, 'data.id')));
    expect(Date.now() - start).toBeGreaterThan(150);
    expect(seen.at(-1)).toMatchObject({ processed: 30, status: 'completed' });
    expect(seen.filter(({ processed }) => processed % 3 > 0)).toEqual([]);
  });

  it('answers before any row is done, and the progress lasts as long as the work', async () => {
    await client.call('control', 'POST /progress', { body: { intervalMs: 3_600_000 } });
    const answer = await upload({ users: book([person(1, 5001), person(2, 5002)]) });
    const found = () => client.call('cms', `GET ${BASE}/cardholders?searchText=bulk1@demo.test`, { headers: ana });
    expect((await found()).body).toMatchObject({ data: { total: 0 } });

    const following = progress(textAt(answer, 'data.id'));
    expect(await Promise.race([following, sleep(100, 'open')])).toBe('open');
    await client.call('control', 'POST /progress', { body: { intervalMs: 1 } });
    const seen = frames(await following);
    expect(seen[0]).toMatchObject({ total: 2, processed: 0, status: 'processing' });
    expect(seen.at(-1)).toMatchObject({ processed: 2, succeeded: 2, status: 'completed' });
    expect((await found()).body).toMatchObject({ data: { total: 1 } });
    // Followed again, a batch that is done says so and ends.
    expect(frames(await progress(textAt(answer, 'data.id')))).toHaveLength(1);
  });

  it('ends the progress of a batch that a reset has taken away', async () => {
    await client.call('control', 'POST /progress', { body: { intervalMs: 3_600_000 } });
    const following = progress(textAt(await upload({ users: book([person(1, 5001)]) }), 'data.id'));
    await sleep(50);
    await client.call('control', 'POST /reset', { body: { keepTokens: true } });
    expect(frames(await following)).toHaveLength(1);
  });

  it('issues a free card per row', async () => {
    const cards = { name: 'cards.xlsx', type: '', content: writeWorkbook([['currency'], ['USD'], ['GTQ'], ['??']]) };
    const answer = await upload({ cards }, 'cards');
    expect(frames(await progress(textAt(answer, 'data.id'))).at(-1)).toMatchObject({ succeeded: 2, failed: 1 });
    expect((await client.call('control', 'GET /state')).body).toMatchObject({ unassignedCards: 62 });
  });

  it('takes a binary .xls without reading it', async () => {
    const answer = await upload({ users: { name: 'old.XLS', type: 'application/vnd.ms-excel', content: 'opaque' } });
    expect(frames(await progress(textAt(answer, 'data.id')))).toEqual([
      { batchId: textAt(answer, 'data.id'), total: 0, processed: 0, succeeded: 0, failed: 0, status: 'completed' },
    ]);
  });

  it.each<[string, Record<string, FormFile | FormFile[]>, number]>([
    ['a CSV file', { users: { name: 'people.csv', type: 'text/csv', content: HEADER } }, 400],
    ['another content', { users: { name: 'people.xlsx', type: '', content: 'no archive' } }, 400],
    ['other columns', { users: { name: 'p.xlsx', type: '', content: writeWorkbook([['email'], ['x']]) } }, 400],
    ['another field', { cards: book([]) }, 400],
    ['two files', { users: [book([]), book([])] }, 400],
    ['more than 16 MB', { users: { name: 'p.xlsx', type: '', content: Buffer.alloc(16 * 1024 * 1024 + 1) } }, 413],
  ])('refuses %s', async (_what, form, status) => {
    expect((await upload(form)).status).toBe(status);
  });

  it('needs the permission, a recent one-time code, and a batch of the partner', async () => {
    const luis = await client.luis();
    expect((await upload({ users: book([]) }, 'cardholders', luis)).body).toMatchObject({
      message: expect.stringContaining('Permission'),
    });
    const answer = await upload({ users: book([]) });
    expect((await progress(textAt(answer, 'data.id'), luis)).status).toBe(403);
    expect((await progress('bat_none')).status).toBe(404);
    const foreign = `GET /app/partners/partner-second/cardholders/batch/${textAt(answer, 'data.id')}/progress`;
    expect((await client.call('cms', foreign, { headers: ana })).status).toBe(404);
    await client.call('control', 'POST /clock', { body: { advanceSeconds: 601 } });
    const late = await upload({ users: book([]) });
    expect(late.status).toBe(403);
    expect(late.body).toMatchObject({ success: false, errors: [{ code: 'OTP_REQUIRED' }] });
  });

  it('takes a one-time code with the form, too', async () => {
    await client.call('control', 'POST /clock', { body: { advanceSeconds: 601 } });
    await client.call('cms', 'POST /app/users/auth/otp', { body: { email: EMAIL, purpose: 'login' } });
    const otp = await client.otp(EMAIL);
    const wrong = otp === '000000' ? '111111' : '000000';
    const uploadWith = (code: string) =>
      client.call('cms', `POST ${BASE}/cardholders/upload`, { headers: ana, form: { otp: code, users: book([]) } });
    expect((await uploadWith(wrong)).body).toMatchObject({ errors: [{ code: 'OTP_INVALID' }] });
    expect((await uploadWith(otp)).status).toBe(200);
  });
});
