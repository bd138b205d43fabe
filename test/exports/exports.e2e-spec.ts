import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '../support/client.js';
import { OPERATOR, PARTNER_ID } from '../support/foreign/cms.js';
import type { ForeignCall } from '../support/foreign/foreign-server.js';
import { rowSettings, SERVICE } from '../support/foreign/rows/row-settings.js';
import { CARDHOLDER, RowUpstreams } from '../support/foreign/rows/row-upstreams.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { MIB, residentBytes, takePeak } from '../support/memory.js';
import { linesOf, take } from './exported.js';

const START_MS = 60_000;
const ROWS = 100_000;
const SEARCH = '/v1/exports/transactions.searchTransactions';

/** More digits than a float holds, zeros at the end, and signs. */
function itemOf(index: number): string {
  const amount = `${index % 2 === 0 ? '-' : ''}9007199254740${String(index).padStart(6, '0')}.1000`;
  return `{"uid":"trx_${index}","amount":${amount},"note":"a\\u00e9 \\"b\\", ${index}","raw":{"iso":"0210","n":1e2}}`;
}

/** A list as the upstream has it at this moment. */
interface List {
  count: number;
  /** Items of a page at most, whatever is asked for. */
  cap: number;
  tellsTotal: boolean;
  isPaged: boolean;
  /** Before the page with this number, something happens. */
  at: Map<number, () => string | undefined>;
  first: number;
}

const WHOLE: List = { count: 250, cap: 1000, tellsTotal: true, isPaged: true, at: new Map(), first: 0 };

describe('exports', () => {
  let upstreams: RowUpstreams;
  let gateway: GatewayProcess;
  let service: Client;
  let list: List;
  const calls: ForeignCall[] = [];

  function answer(call: ForeignCall): { status: number; body: string } {
    calls.push(call);
    const query = new URLSearchParams(call.query);
    const page = list.isPaged ? Number(query.get('page')) : 1;
    const instead = list.at.get(page)?.();
    if (instead !== undefined) return { status: instead.startsWith('{') ? 200 : 500, body: instead };
    const size = list.isPaged ? Math.min(Number(query.get('limit')), list.cap) : list.count;
    const from = list.first + (page - 1) * size;
    const to = Math.max(from, Math.min(from + size, list.first + list.count));
    const items = Array.from({ length: to - from }, (_, index) => itemOf(from + index));
    const total = list.tellsTotal ? `,"total":${list.count}` : '';
    return { status: 200, body: `{"success":true,"data":{"items":[${items.join(',')}]${total}}}` };
  }

  beforeAll(async () => {
    upstreams = await RowUpstreams.start(0, (api) => {
      if (api === 'payments') return { 'GET /transactions': answer };
      if (api === 'cms') {
        const permissions = (): { status: number; body: string } => ({
          status: 200,
          body: '{"success":true,"data":[]}',
        });
        return { 'GET /app/users/{}/partners/{}/permissions': permissions, 'GET /app/partners/{}/cardholders': answer };
      }
      return {};
    });
    gateway = await GatewayProcess.start({ config: { ...rowSettings(upstreams), exports: { pages: 400 } } });
    service = await new Client(gateway.url).asService(SERVICE);
  }, START_MS);

  afterAll(async () => {
    await upstreams.close();
    await gateway.stop();
  });

  beforeEach(() => {
    list = { ...WHOLE, at: new Map() };
    calls.length = 0;
  });

  function expected(count: number, from = 0): string[] {
    return Array.from({ length: count }, (_, index) => itemOf(from + index));
  }

  it('give every item as it came, with parameters of the row, and tell in trailers that it was all', async () => {
    const { status, headers, trailers, text } = await take(service, `${SEARCH}?from=2026-10-01&reference=a%26b`);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    expect(linesOf(text)).toEqual(expected(250));
    expect(trailers).toMatchObject({
      'export-status': 'complete',
      'export-rows': '250',
      'export-total': '250',
      'export-consistency': 'consistent',
      'export-error': 'none',
    });
    expect(calls.map(({ query }) => Object.fromEntries(new URLSearchParams(query)))).toEqual(
      ['1', '2', '3'].map((page) => ({ from: '2026-10-01', reference: 'a&b', page, limit: '100' })),
    );
  });

  it.each([
    ['gives fewer items than were asked for', { cap: 30 }, 'consistent'],
    ['tells no total', { tellsTotal: false }, 'unchecked'],
    ['tells no total and gives fewer', { tellsTotal: false, cap: 25 }, 'unchecked'],
    ['knows no pages', { tellsTotal: false, isPaged: false }, 'unchecked'],
    ['has nothing', { count: 0 }, 'consistent'],
    ['has whole pages only', { count: 200 }, 'consistent'],
    ['has whole pages only and tells no total', { count: 200, tellsTotal: false }, 'unchecked'],
  ])('come to the end of an upstream that %s', async (_title, change, consistency) => {
    Object.assign(list, change);
    const { trailers, text } = await take(service, SEARCH);
    expect(linesOf(text)).toEqual(expected(list.count));
    expect(trailers).toMatchObject({ 'export-status': 'complete', 'export-consistency': consistency });
  });

  it(`give ${ROWS} rows with little memory, and go on where they were cut or had used up their pages`, async () => {
    list.count = ROWS;
    const pid = gateway.pid;
    await take(service, `${SEARCH}?limit=250`, { each: () => undefined });
    await sleep(500);
    takePeak(pid);
    const before = residentBytes(pid);
    const first = await take(service, `${SEARCH}?limit=250`, { cutAfter: 3_456_789 });
    let came = linesOf(first.text);
    let text = came.join('\n');
    let path = `${SEARCH}?limit=250&cursor=${String(first.headers['export-cursor'])}&after=${came.length}`;
    for (let turn = 0; turn < 5; turn += 1) {
      const next = await take(service, path);
      expect(next.isWhole).toBe(true);
      came = linesOf(next.text).filter((line) => !line.startsWith('{"export"'));
      text += `\n${came.join('\n')}`;
      if (next.trailers['export-status'] === 'complete') break;
      path = `${SEARCH}?limit=250&cursor=${next.trailers['export-next-cursor'] ?? ''}`;
    }
    const grown = takePeak(pid) - before;
    expect(text === expected(ROWS).join('\n')).toBe(true);
    expect(grown).toBeLessThan(20 * MIB);
  }, 240_000);

  it('wait for a client that takes nothing', async () => {
    list.count = ROWS;
    const answered = await service.open(`${SEARCH}?limit=250`);
    await sleep(1500);
    const read = calls.length;
    await sleep(1000);
    expect(calls.length).toBe(read);
    expect(read).toBeLessThan(200);
    await answered.body?.cancel();
  }, 30_000);

  it('tell of a failure in their midst, and go on behind it', async () => {
    list.at.set(3, () => 'Internal Server Error at 10.9.8.7');
    const cut = await take(service, SEARCH);
    expect(cut.trailers).toMatchObject({
      'export-status': 'failed',
      'export-rows': '200',
      'export-error': 'upstream_error',
    });
    const last = JSON.parse(linesOf(cut.text).at(-1) ?? '');
    expect(last.export).toMatchObject({ status: 'failed', rows: 200, error: { code: 'upstream_error' } });
    expect(cut.text).not.toContain('10.9.8.7');
    list.at.clear();
    const rest = await take(service, `${SEARCH}?cursor=${String(last.export.cursor)}`);
    expect(linesOf(rest.text)).toEqual(expected(50, 200));
    expect(rest.trailers).toMatchObject({ 'export-status': 'complete', 'export-rows': '250' });
  });

  it.each([
    ['grows', () => (list.count += 1)],
    ['shrinks', () => (list.count -= 7)],
    ['is shifted and keeps its number', () => (list.first -= 1)],
  ])('tell that a list %s while it is read', async (_title, change) => {
    list.first = 10;
    list.at.set(2, () => void change());
    const { trailers, text } = await take(service, SEARCH);
    expect(trailers).toMatchObject({ 'export-consistency': 'changed' });
    expect(JSON.parse(linesOf(text).at(-1) ?? '').export).toMatchObject({ consistency: 'changed' });
  });

  it('are CSV that no spreadsheet takes for formulas, with exact numbers', async () => {
    const page =
      '{"success":true,"data":{"items":[{"a":-1.500,"b":"=1+1","c":"-5.00","d":"x, \\"y\\"","e":{"k":1.0},"f":null},' +
      '{"a":90071992547409931.1000,"b":"@x","c":"+502","d":"\\tz","e":[1]}],"total":2}}';
    list.at.set(1, () => page);
    const { headers, text, trailers } = await take(service, SEARCH, { accept: 'text/csv' });
    expect(headers['content-type']).toMatch(/^text\/csv/);
    expect(text).toBe(
      'a,b,c,d,e,f\r\n' +
        `-1.500,'=1+1,-5.00,"x, ""y""","{""k"":1.0}",\r\n` +
        `90071992547409931.1000,'@x,+502,'\tz,[1],\r\n`,
    );
    expect(trailers).toMatchObject({ 'export-status': 'complete', 'export-unplaced': 'none' });
  });

  it('are CSV whose header comes once, and that tells members without a column', async () => {
    const first = await take(service, `${SEARCH}?format=csv&limit=100`);
    const whole = first.text.split('\r\n');
    expect(whole).toHaveLength(252);
    const cursor = String(first.headers['export-cursor']);
    const rest = await take(service, `${SEARCH}?format=csv&limit=100&cursor=${cursor}&after=130`);
    expect(rest.text.split('\r\n')).toEqual(whole.slice(131));
    list.at.set(2, () => '{"success":true,"data":{"items":[{"uid":"u","late":1}],"total":101}}');
    list.count = 101;
    const late = await take(service, `${SEARCH}?format=csv`);
    expect(late.trailers).toMatchObject({ 'export-unplaced': 'late' });
    expect(late.text).toContain('# export:');
  });

  it.each([
    ['no list', '/v1/exports/cards.createStatement', 404, 'route_not_found'],
    ['no row', '/v1/exports/nothing.here', 404, 'route_not_found'],
    ['a missing parameter of the path', '/v1/exports/cardholders.listCardholders', 400, 'validation_failed'],
    ['a page', `${SEARCH}?page=2`, 400, 'validation_failed'],
    ['a foreign cursor', `${SEARCH}?cursor=eyJsaXN0IjoieCJ9`, 400, 'validation_failed'],
    ['rubbish', `${SEARCH}?cursor=%00%01`, 400, 'validation_failed'],
    ['another form', `${SEARCH}?format=xml`, 400, 'validation_failed'],
    ['a parameter twice', `${SEARCH}?uid=1&uid=2`, 400, 'validation_failed'],
    ["another partner's list", '/v1/exports/cardholders.listCardholders?partnerId=other', 403, 'FORBIDDEN'],
  ])('refuse %s before anything is read', async (_title, path, status, code) => {
    const reply = await service.get(path);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(calls).toEqual([]);
  });

  it('have the rights of their row for the caller', async () => {
    const anyone = new Client(gateway.url);
    const cardholder = await anyone.logInAsCardholder(CARDHOLDER);
    const refused = [await anyone.get(SEARCH), await cardholder.get(SEARCH)];
    expect(refused.map(({ status, body }): unknown => [status, body.code])).toEqual([
      [401, 'authentication_required'],
      [403, 'caller_not_allowed'],
    ]);
    const operator = await anyone.logIn(OPERATOR);
    expect((await operator.get(SEARCH)).status).toBe(200);
    const owned = `/v1/exports/cardholders.listCardholders?partnerId=${PARTNER_ID}`;
    expect((await operator.get(owned)).status).toBe(200);
    expect((await anyone.get(owned)).status).toBe(401);
  });
});
