import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SearchTransactionsQuery } from '../../src/modules/transactions/transactions.dto.js';
import { declaredFields } from '../../src/common/declared-fields.js';
import { Client, type Reply } from '../support/client.js';
import { type ContractUpstream, startContractUpstream } from '../support/contract-upstream.js';
import { demoPartner } from '../support/demo-partner.js';
import { expectProblem } from '../support/foreign/expectations.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { type Finished, runNode } from '../support/run-node.js';

const SAMPLES = 'test/contracts/samples';
/** Starting a gateway on a machine that is busy. */
const START_MS = 60_000;
const SECRET = randomBytes(24).toString('base64url');
/** Text, because its number is none that JavaScript can hold. */
const SETTLEMENTS = '{"success":true,"data":[{"id":"st-1","amount":90071992547409931.10}]}';
const SETTLEMENT = { commerceId: 5, currency: 'GTQ', lines: [{ amount: 12.5 }] };

const GRANTS = [
  { upstream: 'wallet', scope: 'settlements:read', operations: ['GET /settlements*'] },
  { upstream: 'wallet', scope: 'settlements:write', operations: ['createSettlement'] },
  { upstream: 'wallet', scope: 'cards:block', operations: ['blockCard', 'POST /branches*'] },
  { upstream: 'middleware', scope: 'suspensions:write', operations: ['tag:Suspensions'] },
  { upstream: 'payments', scope: 'exports:write', operations: ['exportTransactions'], money: false },
];

function clientOf(id: string, scopes: string[]): object {
  return { id, secretSha256: createHash('sha256').update(SECRET).digest('hex'), scopes };
}

const CLIENTS = [
  clientOf('reader', ['settlements:read']),
  clientOf('settler', ['settlements:write', 'cards:block', 'suspensions:write', 'exports:write']),
  clientOf('root', ['*']),
];

const settlement = (): { status: number; body: unknown } => ({
  status: 201,
  body: { success: true, data: { id: 'st-2' } },
});

describe('operations of contract files', () => {
  let wallet: ContractUpstream;
  let middleware: ContractUpstream;
  let payments: ContractUpstream;
  let gateway: GatewayProcess;
  let reader: Client;
  let settler: Client;
  let root: Client;

  beforeAll(async () => {
    mustNotBeLogged(SECRET);
    wallet = await startContractUpstream({
      'GET /settlements': () => ({ status: 200, body: SETTLEMENTS }),
      'GET /settlements/{}': (_call, _body, [id]) => ({ status: 200, body: { success: true, data: { id } } }),
      'POST /settlements': settlement,
      'POST /cards/{}/block': () => ({ status: 200, body: { success: true } }),
    });
    middleware = await startContractUpstream({ 'POST /v1/suspensions': settlement });
    payments = await startContractUpstream({ 'POST /transactions/export': settlement });
    const upstreams = Object.entries({ wallet, middleware, payments }).map(([name, { url }]) => [
      name,
      { baseUrl: url },
    ]);
    gateway = await GatewayProcess.start({
      config: {
        upstreams: Object.fromEntries(upstreams) as object,
        partners: [demoPartner({ clients: CLIENTS })],
        contracts: { directory: SAMPLES, grants: GRANTS },
      },
    });
    [reader, settler, root] = [await serviceOf('reader'), await serviceOf('settler'), await serviceOf('root')];
  }, START_MS);

  afterAll(async () => {
    await gateway.stop();
    await Promise.all([wallet, middleware, payments].map(({ server }) => server.close()));
  });

  beforeEach(() => {
    for (const { server } of [wallet, middleware, payments]) server.received.length = 0;
  });

  const serviceOf = async (id: string): Promise<Client> => {
    const answer = await fetch(`${gateway.url}/v1/auth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${SECRET}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    expect(answer.status).toBe(200);
    const { access_token: token } = (await answer.json()) as { access_token: string };
    mustNotBeLogged(token);
    return new Client(gateway.url, { authorization: `Bearer ${token}` });
  };

  /** Beside logins, which come before a first call. */
  const received = ({ server }: ContractUpstream): string[] =>
    server.received
      .filter(({ path }) => !path.startsWith('/auth/'))
      .map(({ method, path, query }) => `${method} ${path}${query === '' ? '' : `?${query}`}`);

  const fieldsOf = ({ body }: Reply): unknown[] =>
    (body.errors as Record<string, unknown>[]).map(({ code, field }) => [code, field]);

  it('are served by the path rule, with the parameters that the file knows, and with others as they came', async () => {
    const reply = await reader.get('/v1/settlements?page=1&status=paid&secret=x&commerceIds=5,6', {
      headers: { 'x-merchant-id': 'migoDeveloper', 'x-other': 'y' },
    });
    expect(reply).toMatchObject({ status: 200, text: SETTLEMENTS });
    expect(received(wallet)).toEqual(['GET /settlements?page=1&status=paid&secret=x&commerceIds=5,6']);
    const [call] = wallet.server.received.filter(({ path }) => path === '/settlements');
    expect(call?.headers.authorization).toMatch(/^Bearer at-/);
    expect(call?.headers['x-other']).toBeUndefined();
  });

  it('take a body byte for byte', async () => {
    const text = '{ "commerceId":5, "currency":"GTQ", "lines":[{"amount":12345678901234567.10}], "own":1e400 }';
    expect(await settler.post('/v1/settlements', text)).toMatchObject({ status: 201, body: { data: { id: 'st-2' } } });
    expect(wallet.server.received.at(-1)?.text).toBe(text);
  });

  it('are served for every upstream that has a file', async () => {
    const suspension = { subUid: 'sub-1', from: '2026-03-01', reason: 'traveling' };
    expect(await settler.post('/v1/suspensions', suspension)).toMatchObject({ status: 201 });
    expect(received(middleware)).toEqual(['POST /v1/suspensions']);
    const range = { from: '2026-01-01', to: '2026-01-31', format: 'json', currency: null };
    expect(await settler.post('/v1/transactions/export', range)).toMatchObject({ status: 201 });
    expect(received(payments)).toEqual(['POST /transactions/export']);
  });

  it('are checked by the schemas of the file, every wrong field at once, before anything is sent', async () => {
    const reply = await settler.post('/v1/settlements', { commerceId: 'canary-77', currency: 'quetzal', lines: [{}] });
    expectProblem(reply, { status: 400, code: 'validation_failed' });
    expect(fieldsOf(reply)).toEqual(
      expect.arrayContaining([
        ['type', 'commerceId'],
        ['pattern', 'currency'],
        ['required', 'lines[0].amount'],
      ]),
    );
    expect(reply.text).not.toMatch(/canary|quetzal/);
    const listed = await reader.get('/v1/settlements?page=zero&status=lost');
    expect(fieldsOf(listed)).toEqual([
      ['type', 'page'],
      ['enum', 'status[0]'],
    ]);
    expect(fieldsOf(await reader.get('/v1/settlements/7'))).toEqual([['pattern', 'settlementId']]);
    expect(fieldsOf(await settler.post('/v1/cards/7/block', { reason: 'lost', more: 1 }))).toEqual([
      ['additionalProperties', 'more'],
    ]);
    expect(received(wallet)).toEqual([]);
  });

  it('are nobody’s until the settings grant them', async () => {
    expectProblem(await root.post('/v1/cards/7/unblock', {}), { status: 404, code: 'route_not_found' });
    expectProblem(await root.get('/v1/reports/transactions?from=2026-01-01'), { status: 404, code: 'route_not_found' });
    expectProblem(await root.get('/v1/verifications/bin/411111'), { status: 404, code: 'route_not_found' });
    expect(received(wallet)).toEqual([]);
  });

  it('stay closed where they cannot be imported, granted or not', async () => {
    expectProblem(await root.post('/v1/branches/logo', {}), { status: 404, code: 'route_not_found' });
    expectProblem(await root.post('/v1/auth/login', {}), { status: 404, code: 'route_not_found' });
    expectProblem(await root.get('/v1/health'), { status: 404, code: 'route_not_found' });
  });

  it('need the scope of their grant, and a service', async () => {
    expectProblem(await reader.post('/v1/settlements', SETTLEMENT), { status: 403, code: 'scope_missing' });
    expectProblem(await reader.post('/v1/suspensions', {}), { status: 403, code: 'scope_missing' });
    expectProblem(await new Client(gateway.url).get('/v1/settlements?page=1'), {
      status: 401,
      code: 'authentication_required',
    });
    expect(received(wallet)).toEqual([]);
  });

  it('leave the outcome open where an upstream breaks, unless they read or the settings say otherwise', async () => {
    wallet.server.fault = { kind: 'hang-up', path: '/settlements' };
    payments.server.fault = { kind: 'hang-up', path: '/transactions' };
    try {
      expectProblem(await settler.post('/v1/settlements', SETTLEMENT), {
        status: 504,
        code: 'outcome_unknown',
        retryable: false,
      });
      expect(received(wallet)).toEqual(['POST /settlements']);
      expect((await reader.get('/v1/settlements?page=1')).body.code).not.toBe('outcome_unknown');
      const range = { from: '2026-01-01', to: '2026-01-31', format: 'json' };
      expect((await settler.post('/v1/transactions/export', range)).body.code).not.toBe('outcome_unknown');
    } finally {
      for (const { server } of [wallet, payments]) server.fault = undefined;
    }
  });

  it('are among the routes, as imported', async () => {
    const { routes } = (await new Client(gateway.adminUrl).get('/ops/routes')).body;
    const imported = routes.filter((route: Record<string, unknown>) => route['imported'] === true);
    expect(imported.map(({ id }: { id: string }) => id).sort()).toEqual([
      'imported-middleware.suspend',
      'imported-payments.exportTransactions',
      'imported-wallet.SettlementsController_findOne',
      'imported-wallet.blockCard',
      'imported-wallet.createSettlement',
      'imported-wallet.listSettlements',
    ]);
    expect(imported).toContainEqual(
      expect.objectContaining({
        id: 'imported-middleware.suspend',
        method: 'POST',
        path: '/v1/suspensions',
        upstreamPath: '/v1/suspensions',
        callers: ['service'],
        scope: 'suspensions:write',
        money: true,
        evidence: 'imported',
      }),
    );
    const own = routes.find(({ id }: { id: string }) => id === 'cards.createStatement');
    expect(own).not.toHaveProperty('imported');
  });

  it('are in the OpenAPI document, with their own parameters and schemas', async () => {
    const { paths, components } = (await new Client(gateway.url).get('/openapi.json')).body;
    const { get: list, post: create } = paths['/v1/settlements'];
    expect(list).toMatchObject({
      'x-imported': true,
      operationId: 'imported-wallet.listSettlements',
      summary: 'List settlements',
    });
    expect(list.parameters[0]).toMatchObject({
      name: 'page',
      in: 'query',
      required: true,
      schema: { type: 'integer', minimum: 1 },
    });
    expect(list.parameters.map(({ name }: { name: string }) => name)).not.toContain('Authorization');
    const { $ref: reference } = create.requestBody.content['application/json'].schema;
    expect(reference).toBe('#/components/schemas/wallet.CreateSettlementDto');
    expect(components.schemas['wallet.SettlementLine']).toMatchObject({
      properties: { note: { type: ['string', 'null'] }, amount: { $ref: '#/components/schemas/wallet.Amount' } },
    });
    expect(components.schemas['wallet.Amount']).toEqual({ type: 'number', exclusiveMinimum: 0 });
    expect(paths['/v1/settlements/{settlementId}'].get.parameters).toMatchObject([
      { name: 'settlementId', in: 'path' },
    ]);
    expect(paths).not.toHaveProperty(['/v1/cards/{cardId}/unblock']);
    expect(paths['/v1/cards/{cardId}/statements'].post).not.toHaveProperty('x-imported');
  });
});

describe('a contract file that is not fit to be used', () => {
  it('keeps the gateway from starting, and is named with what is wrong', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'contracts-'));
    const servers = [{ url: 'https://evil.test' }];
    writeFileSync(join(directory, 'wallet.json'), JSON.stringify({ openapi: '3.0.0', paths: {}, servers }));
    writeFileSync(join(directory, 'cms.json'), '[]');
    const started = GatewayProcess.start({ config: { contracts: { directory } } });
    await expect(started).rejects.toThrow(/exit 78/);
    await expect(started).rejects.toThrow(/wallet\.json: servers\[0\] is no address/);
    await expect(started).rejects.toThrow(/cms\.json: is not a JSON object/);
  });
});

describe('npm run contracts', () => {
  const run = (contracts?: object): Promise<Finished> => {
    const config = join(mkdtempSync(join(tmpdir(), 'contracts-')), 'gateway.yaml');
    writeFileSync(config, JSON.stringify(contracts === undefined ? {} : { contracts }));
    return runNode(['dist/cli/contracts.js'], { GATEWAY_CONFIG: config });
  };
  const folderWith = (file: string, content: string): string => {
    const directory = mkdtempSync(join(tmpdir(), 'contracts-'));
    writeFileSync(join(directory, file), content);
    return directory;
  };

  it('is content without files', async () => {
    const { code, text } = await run();
    expect(code).toBe(0);
    expect(text).toMatch(/^no contract files in .*config\/contracts$/m);
  });

  it('names every difference and ends with 1', async () => {
    const { code, text } = await run({ directory: SAMPLES, grants: GRANTS });
    expect(code).toBe(1);
    expect(text).toMatch(/^wallet\.json: \d+ differences, 4 imported, /m);
    expect(text).toMatch(
      /^ {2}wallet POST \/cards\/\{id\}\/statements: body\.language is required there and not known here; the file counts: mend the row, or ask Migo/m,
    );
    expect(text).toMatch(
      /^ {2}wallet POST \/cards\/\{cardId\}\/unblock: would be POST \/v1\/cards\/:cardId\/unblock; granted to nobody: see contracts\.grants$/m,
    );
    expect(text).toMatch(
      /^ {2}middleware POST \/v1\/suspensions: imported as POST \/v1\/suspensions with scope suspensions:write$/m,
    );
  });

  it('ends with 0 where a file says what the table says', async () => {
    const statement = JSON.parse(readFileSync(join(SAMPLES, 'payments.json'), 'utf8'));
    const search = statement.paths['/transactions'].get;
    search.parameters = documentedQuery();
    const { code, text } = await run({ directory: folderWith('payments.json', JSON.stringify(statement)) });
    expect(text).toMatch(/^payments\.json: 0 differences, 0 imported, 1 granted to nobody/m);
    expect(code).toBe(0);
  });

  it('ends with 2 and the reasons where a file is refused', async () => {
    const { code, text } = await run({
      directory: folderWith('cms.json', '{"openapi":"2.0.0","paths":{}}'),
    });
    expect(code).toBe(2);
    expect(text).toMatch(/cms\.json: is not OpenAPI 3\.0 or 3\.1/);
  });

  it('lists an operation that cannot be served, with the reason', async () => {
    const { text } = await run({
      directory: folderWith('cms.json', '{"openapi":"3.0.0","paths":{"//evil.test":{"get":{"responses":{}}}}}'),
    });
    expect(text).toMatch(/cms GET \/\/evil\.test: cannot be imported: a segment of a path/);
  });
});

/** What the gateway takes with `GET /v1/transactions/search`. */
function documentedQuery(): object[] {
  return [...declaredFields(SearchTransactionsQuery)].map((name) => ({ name, in: 'query', schema: {} }));
}
