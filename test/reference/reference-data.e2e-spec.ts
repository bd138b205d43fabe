import { allRows } from '../conventions/route-tables.js';
import { Client, type Reply } from '../support/client.js';
import { OPERATOR, PARTNER_ID } from '../support/foreign/cms.js';
import type { Answer, ForeignCall } from '../support/foreign/foreign-server.js';
import { ORIGIN } from '../support/foreign/settings.js';
import { rowSettings, SERVICE } from '../support/foreign/rows/row-settings.js';
import { RowUpstreams } from '../support/foreign/rows/row-upstreams.js';
import { logOf } from '../support/gateway-log.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { RedisServer } from '../support/redis-server.js';
import { eventually } from '../storage/eventually.js';

const START_MS = 60_000;
const PLANS = '/v1/plans/list?page=1&limit=10';
const REPLICAS = 2;

describe('reference data', () => {
  let upstreams: RowUpstreams;
  let redis: RedisServer;
  const replicas: GatewayProcess[] = [];
  let services: Client[];
  let operator: Client;
  /** What Migo has. */
  let version = 0;
  let reads = 0;
  let before: (() => Promise<void>) | undefined;
  /** Headers of Migo's. */
  let told: Record<string, string>;

  const read = async (): Promise<Answer> => {
    reads += 1;
    const shown = version;
    await before?.();
    return {
      status: 200,
      body: `{"success":true,"data":{"items":[{"version":${shown}.50}],"total":1}}`,
      headers: told,
    };
  };
  const write = (call: ForeignCall): Answer => {
    const fate = /"fate":"(\w+)"/.exec(call.text)?.[1];
    if (fate !== 'refused') version += 1;
    if (fate === 'refused') return { status: 422, body: { success: false, errors: [{ code: 'X', message: 'no' }] } };
    if (fate === 'failed') return { status: 502, body: 'Bad Gateway' };
    return { status: 200, body: '{"success":true,"data":{}}' };
  };

  beforeAll(async () => {
    upstreams = await RowUpstreams.start(0, (api) => {
      if (api === 'middleware') return { 'GET /v1/plans/list': read, 'PUT /v1/plans': write };
      if (api === 'cms') return { 'GET /app/modules': read, 'POST /app/permissions': write };
      return {
        'GET /users/permissions': read,
        'POST /users/permissions': write,
        'GET /configs': read,
        'PATCH /configs': write,
      };
    });
    redis = await RedisServer.start();
    const config = { ...rowSettings(upstreams), redis: redis.settings, reference: { seconds: 2 } };
    while (replicas.length < REPLICAS) replicas.push(await GatewayProcess.start({ config, keyPrefix: 'one' }));
    const service = await new Client(first().url).asService(SERVICE);
    services = replicas.map(({ url }) => service.at(url));
    operator = await new Client(first().url).logIn(OPERATOR);
  }, START_MS);

  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await upstreams.close();
    await redis.stop();
  });

  beforeEach(async () => {
    before = undefined;
    told = {};
    await put();
    reads = 0;
  });

  function first(): GatewayProcess {
    const [replica] = replicas;
    if (replica === undefined) throw new Error('no replica');
    return replica;
  }

  function service(index = 0): Client {
    const found = services[index];
    if (found === undefined) throw new Error('no replica');
    return found;
  }

  function put(fate = 'made', at = service()): Promise<Reply> {
    return at.send('PUT', '/v1/plans', { body: { id: 'plan-xela-oro', name: 'Oro', fate } });
  }

  function shown({ text }: Reply): number {
    return Number(/"version":([\d.]+)/.exec(text)?.[1]);
  }

  it('is read at Migo once for each caller and replica, and has every digit', async () => {
    const answers = [await service().get(PLANS), await service().get(PLANS)];
    expect(reads).toBe(1);
    expect(answers.map(({ status, text }) => [status, text])).toEqual(
      Array(2).fill([200, `{"success":true,"data":{"items":[{"version":${version}.50}],"total":1}}`]),
    );
    expect(answers.map(({ headers }) => headers.get('age'))).toEqual([null, expect.stringMatching(/^\d$/)]);
    await operator.get(PLANS);
    await service(1).get(PLANS);
    expect(reads).toBe(3);
    await service().get('/v1/plans/list?page=2&limit=10');
    expect(reads).toBe(4);
  });

  it('has a strong tag, and costs a browser nothing that has it already', async () => {
    const { headers } = await service().get(PLANS);
    const etag = headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    expect(headers.get('cache-control')).toBe('private, no-cache');
    for (const held of [etag, `W/${etag}`, `"other", ${etag}`, '*'])
      for (const at of [service(), service(1), operator]) {
        const again = await at.get(PLANS, { headers: { 'if-none-match': held } });
        expect([again.status, again.text, again.headers.get('etag'), again.headers.get('cache-control')]).toEqual([
          304,
          '',
          etag,
          'private, no-cache',
        ]);
      }
    const head = await service().send('HEAD', PLANS, { headers: { 'if-none-match': etag } });
    expect(head.status).toBe(304);
    const other = await service().get(PLANS, { headers: { 'if-none-match': '"other"' } });
    expect([other.status, shown(other)]).toEqual([200, version + 0.5]);
    await put();
    const changed = await service().get(PLANS, { headers: { 'if-none-match': etag } });
    expect([changed.status, shown(changed)]).toEqual([200, version + 0.5]);
  });

  it.each([
    ['no-cache', { 'cache-control': 'no-cache' }, 2],
    ['max-age=0', { 'cache-control': 'max-age=0' }, 2],
    ['no-store', { 'cache-control': 'no-store' }, 2],
    ['Pragma: no-cache', { pragma: 'no-cache' }, 2],
    ['max-age=1000', { 'cache-control': 'max-age=1000' }, 1],
  ])('is read anew where the client says so: %s', async (_title, headers, times) => {
    await service().get(PLANS);
    await service().get(PLANS, { headers });
    expect(reads).toBe(times);
  });

  it.each([
    ['no-store', { 'cache-control': 'no-store' }, 2],
    ['no-cache', { 'cache-control': 'no-cache' }, 2],
    ['max-age=0', { 'cache-control': 'max-age=0, must-revalidate' }, 2],
    ['max-age=1, less than it is kept', { 'cache-control': 'max-age=1' }, 2],
    ['max-age=60 of an answer that is 59 s old', { 'cache-control': 'max-age=60', age: '59' }, 2],
    ['max-age=60', { 'cache-control': 'max-age=60', age: '5' }, 1],
  ])('is read anew where Migo says so: %s', async (_title, headers, times) => {
    told = headers;
    await service().get(PLANS);
    await service().get(PLANS);
    expect(reads).toBe(times);
  });

  it.each(['made', 'refused', 'failed'])('is read anew by everybody after a write that was %s', async (fate) => {
    for (const at of [...services, operator]) await at.get(PLANS);
    await put(fate, service(1));
    reads = 0;
    for (const at of [...services, operator]) expect(shown(await at.get(PLANS))).toBe(version + 0.5);
    expect(reads).toBe(REPLICAS + 1);
  });

  it('is not kept where a write came between its question and its answer', async () => {
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    let asked: () => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    before = async () => {
      asked();
      await held;
    };
    const slow = service(1).get(PLANS);
    await isAsked;
    before = undefined;
    await put();
    goOn();
    expect(shown(await slow)).toBe(version - 0.5);
    expect(shown(await service(1).get(PLANS))).toBe(version + 0.5);
  });

  it('of the Wallet Gateway is read anew after a write to the CMS, which is one database, and not after one to the Middleware', async () => {
    const paths = ['/v1/users/permissions', '/v1/modules', '/v1/configs'];
    const readAll = async (): Promise<number> => {
      reads = 0;
      for (const path of paths) expect([path, (await service().get(path)).status]).toEqual([path, 200]);
      return reads;
    };
    await readAll();
    await put();
    expect(await readAll()).toBe(0);
    const code = await service().send('PATCH', '/v1/configs', { body: { theme: 'x' } });
    expect(code.status).toBe(200);
    expect(await readAll()).toBe(3);
    await service().get(`/v1/partners/${PARTNER_ID}/cardholders`);
    expect(await readAll()).toBe(0);
  });

  it('is no way around rights, and tells the log where it came from', async () => {
    await service().get(PLANS);
    const anyone = new Client(first().url);
    expect((await anyone.get(PLANS)).status).toBe(401);
    const session = await new Client(first().url).logIn(OPERATOR);
    expect((await session.get(PLANS)).status).toBe(200);
    await session.delete('/v1/auth/session');
    expect((await session.get(PLANS)).status).toBe(401);
    const { headers } = await service().get(PLANS);
    const line = await eventually(() =>
      Promise.resolve(logOf(first()).find(({ requestId }) => requestId === headers.get('x-request-id'))),
    );
    expect(line).toMatchObject({ route: 'plans.listPlans', status: 200, cache: 'hit' });
    const metrics = await (await fetch(`${first().adminUrl}/metrics`)).text();
    for (const result of ['hit', 'miss', 'past'])
      expect(metrics).toMatch(new RegExp(`migo_gateway_reference_reads_total\\{result="${result}"\\} [1-9]`));
    expect(metrics).toMatch(/migo_gateway_not_modified_total [1-9]/);
  });

  it('can be asked for by a page of a known origin', async () => {
    const preflight = await new Client(first().url).send('OPTIONS', PLANS, {
      headers: {
        origin: ORIGIN,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'if-none-match',
      },
    });
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/\bif-none-match\b/);
    const { headers } = await service().get(PLANS, { headers: { origin: ORIGIN } });
    expect(headers.get('access-control-expose-headers')).toMatch(/\betag\b/);
  });

  it('is never stale while Redis is away, and a write is made all the same', async () => {
    for (const at of services) await at.get(PLANS);
    redis.pause();
    try {
      expect(shown(await service(1).get(PLANS))).toBe(version + 0.5);
      expect((await put()).status).toBe(200);
    } finally {
      redis.resume();
    }
    for (const at of services) {
      // Until Redis is seen again there may be no answer.
      const seen = await eventually(async () => shown(await at.get(PLANS)) || undefined);
      expect(seen).toBe(version + 0.5);
    }
  });

  it('is what these rows give, none of which moves money or is somebody’s own', async () => {
    const rows = (await allRows()).filter(({ row }) => row.cache !== undefined);
    expect(rows.map(({ capability, name }) => `${capability}.${name}`).sort()).toEqual([
      'configs.getConfigs',
      'permissions.listModules',
      'plans.getPlan',
      'plans.listPlans',
      'user-permissions.listWalletPermissions',
    ]);
    for (const { row } of rows) {
      expect([row.method, row.money, row.lookUp]).toEqual(['GET', undefined, undefined]);
      expect(row.callers).not.toContain('cardholder');
      expect(row.callers).not.toContain('public');
    }
  });
});
