import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parametersOf } from '../../src/routes/path-template.js';
import { allRows } from '../conventions/route-tables.js';
import { eventually } from '../storage/eventually.js';
import { Client, type Reply } from '../support/client.js';
import { OPERATOR, PARTNER_ID } from '../support/foreign/cms.js';
import type { ForeignCall } from '../support/foreign/foreign-server.js';
import { CARDHOLDER_ID } from '../support/foreign/rows/foreign-row.js';
import { rowSettings, SERVICE } from '../support/foreign/rows/row-settings.js';
import { CARDHOLDER, RowUpstreams } from '../support/foreign/rows/row-upstreams.js';
import { ORIGIN } from '../support/foreign/settings.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { MIB, residentBytes, takePeak } from '../support/memory.js';
import { type Exported, linesOf, take } from './exported.js';

const START_MS = 60_000;
const ROWS = 100_000;
/** Refusals for who asks. */
const RIGHTS = new Set([
  ...['permission_missing', 'scope_missing', 'caller_not_allowed', 'route_not_found', 'FORBIDDEN'],
  'authentication_required',
]);
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
      if (api === 'middleware') return { 'GET /v1/plans/list': answer };
      if (api === 'cms') {
        const permissions = (): { status: number; body: string } => ({
          status: 200,
          body: '{"success":true,"data":[]}',
        });
        return { 'GET /app/users/{}/partners/{}/permissions': permissions, 'GET /app/partners/{}/cardholders': answer };
      }
      return {};
    });
    gateway = await GatewayProcess.start({
      config: { ...rowSettings(upstreams), exports: { pages: 400, perCaller: 2, perPartner: 3 } },
    });
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

  it('send the name of a parameter as they send its value, and are no way around what a parameter must be', async () => {
    const names = ['a b', '€', 'a&page=7', 'a&client=other', 'a=b', 'a#', '\u0000', '%41', '+'];
    for (const name of names) {
      const { status, trailers } = await take(service, `${SEARCH}?${encodeURIComponent(name)}=1`);
      expect({ name, status, end: trailers['export-status'] }).toEqual({ name, status: 200, end: 'complete' });
      expect(calls.map(({ query }) => new URLSearchParams(query).get(name))).toEqual(['1', '1', '1']);
      expect(calls.map(({ query }) => new URLSearchParams(query).size)).toEqual([3, 3, 3]);
      calls.length = 0;
    }
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

  it('go on where they were cut in a list without pages, and see that it is another one', async () => {
    list.isPaged = false;
    const path = '/v1/exports/plans.listPlans';
    const { headers } = await take(service, path);
    const behind = (rows: number): Promise<Exported> =>
      take(service, `${path}?cursor=${String(headers['export-cursor'])}&after=${rows}`);

    const [all, most] = [await behind(list.count), await behind(100)];
    list.count += 1;
    const changed = await behind(100);

    expect(linesOf(all.text)).toEqual([]);
    expect(linesOf(most.text)).toEqual(expected(150, 100));
    for (const { trailers } of [all, most])
      expect(trailers).toMatchObject({ 'export-status': 'complete', 'export-consistency': 'consistent' });
    expect(changed.trailers['export-consistency']).toBe('changed');
  });

  it('wait for a client that takes nothing', async () => {
    list.count = ROWS;
    const answered = await service.open(`${SEARCH}?limit=250`);
    const read = await eventually(async () => {
      const before = calls.length;
      await sleep(1000);
      return before > 0 && calls.length === before && before;
    });
    await answered.body?.cancel();
    expect(read).toBeLessThan(200);
  });

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

  it('end with the session, and say so', async () => {
    list.count = ROWS;
    const operator = await new Client(gateway.url).logIn(OPERATOR);
    list.at.set(3, () => {
      ended ??= operator.delete('/v1/auth/session');
      return undefined;
    });
    let ended: Promise<unknown> | undefined;
    const { isWhole, text, trailers } = await take(operator, SEARCH);
    await ended;
    expect(isWhole).toBe(true);
    expect(trailers).toMatchObject({ 'export-status': 'failed', 'export-error': 'session_invalid' });
    const lines = linesOf(text);
    const { export: told } = JSON.parse(lines.at(-1) ?? '');
    expect(told).toMatchObject({ status: 'failed', rows: lines.length - 1, error: { code: 'session_invalid' } });
    expect(lines.slice(0, -1)).toEqual(expected(lines.length - 1));
    list.at.clear();
    const again = await new Client(gateway.url).logIn(OPERATOR);
    list.count = lines.length + 9;
    const rest = await take(again, `${SEARCH}?cursor=${told.cursor}`);
    expect(linesOf(rest.text)[0]).toBe(itemOf(lines.length - 1));
  });

  it('tell the end in a line to a client of HTTP/1.0, who has no chunks and no trailers', async () => {
    const answer = await rawCall(`GET ${SEARCH} HTTP/1.0`);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.[01] 200 /);
    expect(head).not.toMatch(/^(?:transfer-encoding|trailer):/im);
    const lines = linesOf(body);
    expect(lines.slice(0, -1)).toEqual(expected(250));
    expect(JSON.parse(lines.at(-1) ?? '').export).toMatchObject({ status: 'complete', rows: 250, total: 250 });
  });

  it('have a head by itself, of one page', async () => {
    const { status, headers, text } = await service.send('HEAD', SEARCH);
    expect([status, text, headers.get('content-type')]).toEqual([200, '', 'application/x-ndjson; charset=utf-8']);
    expect(headers.get('export-cursor')).toMatch(/^[\w-]+$/);
    expect(calls).toHaveLength(1);
    expect((await service.send('HEAD', '/v1/exports/nothing.here')).status).toBe(404);
  });

  it('are bounded for a caller and for a partner, and refused before anything is read', async () => {
    list.count = ROWS;
    const open: Response[] = [];
    const operator = await new Client(gateway.url).logIn(OPERATOR);
    for (const client of [service, service, operator]) open.push(await client.open(SEARCH));
    calls.length = 0;
    const refused = [await service.get(SEARCH), await operator.get(SEARCH)];
    expect(
      refused.map(({ status, body, headers }): unknown => [status, body.code, headers.get('retry-after')]),
    ).toEqual(Array(2).fill([429, 'rate_limited', '5']));
    for (const answer of open) await answer.body?.cancel();
    list.count = 1;
    await eventually(async () => (await service.get(SEARCH)).status === 200);
  });

  it('are counted page by page in the class of exports', async () => {
    const limited = await GatewayProcess.start({
      config: {
        ...rowSettings(upstreams),
        limits: { caller: { requests: 1000, seconds: 60, export: { requests: 2, seconds: 60 } } },
      },
    });
    try {
      const client = await new Client(limited.url).asService(SERVICE);
      const { trailers, text } = await take(client, SEARCH);
      expect(trailers).toMatchObject({
        'export-status': 'failed',
        'export-rows': '200',
        'export-error': 'rate_limited',
      });
      expect(linesOf(text).slice(0, -1)).toEqual(expected(200));
      expect((await client.get(SEARCH)).status).toBe(429);
      expect((await client.get('/v1/transactions/search?page=1&limit=10')).status).toBe(200);
    } finally {
      await limited.stop();
    }
  });

  it('of every list are for those who may read it, and for nobody else', async () => {
    const anyone = new Client(gateway.url);
    const callers = {
      service,
      operator: await anyone.logIn(OPERATOR),
      cardholder: await anyone.logInAsCardholder(CARDHOLDER),
      public: new Client(gateway.url, { origin: ORIGIN }),
    };
    const lists = (await allRows()).filter(({ row }) => row.pages !== undefined);
    expect(lists.length).toBeGreaterThan(10);
    const disagreements: string[] = [];
    for (const { capability, name, row } of lists) {
      const params = Object.fromEntries(
        parametersOf(row.path).map((param) => [
          param,
          param === 'partnerId' ? PARTNER_ID : param.endsWith('serId') ? CARDHOLDER_ID : '1',
        ]),
      );
      const path = row.path.replaceAll(/:(\w+)/g, (_all, param: string) => encodeURIComponent(params[param] ?? ''));
      for (const [kind, client] of Object.entries(callers)) {
        const read = await client.get(`/v1${path}`);
        const exported = await client.get(
          `/v1/exports/${capability}.${name}?${new URLSearchParams(params).toString()}`,
        );
        const refusal = ({ body }: Reply): string => (RIGHTS.has(String(body?.code)) ? String(body.code) : 'may');
        // Strangers have no exports at all.
        const wanted = kind === 'public' ? 'authentication_required' : refusal(read);
        if (refusal(exported) !== wanted)
          disagreements.push(`${capability}.${name} ${kind}: ${wanted}, ${exported.text.slice(0, 90)}`);
      }
    }
    expect(disagreements).toEqual([]);
  });

  /** What comes back on a connection of its own until that is closed. */
  function rawCall(line: string): Promise<string> {
    const { hostname, port } = new URL(gateway.url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(`${line}\r\nauthorization: ${service.headers['authorization'] ?? ''}\r\n\r\n`);
      });
      let text = '';
      socket.setEncoding('utf8').on('data', (part: string) => (text += part));
      socket.on('error', reject).on('close', () => {
        resolve(text);
      });
    });
  }
});
