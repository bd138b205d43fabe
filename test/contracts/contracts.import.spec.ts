import { readFileSync } from 'node:fs';
import type { Row } from '../../src/routes/route.js';
import { contract, type ContractOptions, importOf, operation, unfitOf } from './contract-folder.js';
import { WRONG_DOORS } from '../../src/endpoints/wrong-doors/wrong-doors.js';
import { doorsBeside } from '../../src/endpoints/wrong-doors/yielding-doors.js';

const WALLET = readFileSync('test/contracts/samples/wallet.json', 'utf8');
const PARTNER = { name: 'partner_id', in: 'path', required: true, schema: { type: 'string' } };

function rowsOf(options: ContractOptions): Record<string, Row> {
  return Object.assign(
    {},
    ...importOf(options)
      .tables()
      .map(({ table }) => table.rows),
  ) as Record<string, Row>;
}

describe('an operation that the table lacks', () => {
  it('is served to nobody where the settings do not grant it', () => {
    expect(importOf({ files: { 'wallet.json': WALLET } }).tables()).toEqual([]);
  });

  it('becomes a row for services with the scope of the first grant that names it', () => {
    const grants = [
      { upstream: 'wallet', scope: 'settlements:read', operations: ['GET /settlements*'] },
      { upstream: 'wallet', scope: 'wallet:all', operations: ['tag:Settlements'] },
      { upstream: 'middleware', scope: 'wrong:upstream', operations: ['readVerification'] },
    ];
    const middleware = contract({ '/v1/verifications': { get: operation({ operationId: 'readVerification' }) } });
    const rows = rowsOf({ files: { 'wallet.json': WALLET, 'middleware.json': middleware }, grants });
    expect(rows).toMatchObject({
      listSettlements: {
        method: 'GET',
        path: '/settlements',
        callers: ['service'],
        scope: 'settlements:read',
        evidence: 'imported',
        summary: 'List settlements',
        headers: ['x-merchant-id'],
      },
      SettlementsController_findOne: { path: '/settlements/:settlementId', upstreamPath: '/settlements/:settlementId' },
      createSettlement: { scope: 'wallet:all', money: true, success: 201 },
      readVerification: { path: '/verifications', upstreamPath: '/v1/verifications', scope: 'wrong:upstream' },
    });
    expect(Object.keys(rows)).toHaveLength(4);
  });

  it('counts as one that moves money unless it is a GET or the settings say otherwise', () => {
    const grant = { upstream: 'wallet', scope: 'a:write' };
    const rows = rowsOf({
      files: { 'wallet.json': WALLET },
      grants: [
        { ...grant, operations: ['blockCard'], money: false },
        { ...grant, operations: ['unblockCard', 'listSettlements'] },
      ],
    });
    expect(rows['blockCard']?.money).toBeUndefined();
    expect(rows['unblockCard']?.money).toBe(true);
    expect(rows['listSettlements']?.money).toBeUndefined();
  });

  it('gets a name of its method and path, and answers with a file where its answer is no JSON', () => {
    const grants = [{ upstream: 'wallet', scope: 'reports:read', operations: ['tag:Reports'] }];
    expect(rowsOf({ files: { 'wallet.json': WALLET }, grants })).toMatchObject({
      getReportsTransactions: { path: '/reports/transactions', answer: 'file' },
    });
  });

  it('has its partner checked whatever the file calls the parameter', () => {
    const files = {
      'cms.json': contract({ '/app/partners/{partner_id}/fees': { get: operation({ parameters: [PARTNER] }) } }),
    };
    const grants = [{ upstream: 'cms', scope: 'fees:read', operations: ['* /app/partners*'] }];
    expect(Object.values(rowsOf({ files, grants }))).toMatchObject([{ path: '/partners/:partnerId/fees' }]);
  });

  it('may be called with another credential of its upstream', () => {
    const files = { 'middleware.json': contract({ '/api/v1/bins': { get: operation({ operationId: 'bins' }) } }) };
    const credential = 'middleware-merchant-token';
    const grants = [{ upstream: 'middleware', scope: 'bins:read', operations: ['bins'], credential }];
    expect(rowsOf({ files, grants })).toMatchObject({ bins: { credential, path: '/bins' } });
  });

  it('never gets a name that its controller needs', () => {
    const files = {
      'wallet.json': contract({
        '/a': { get: operation({ operationId: 'constructor' }) },
        '/b': { get: operation({ operationId: 'forwarder' }) },
      }),
    };
    const grants = [{ upstream: 'wallet', scope: 'a:read', operations: ['* /*'] }];
    expect(Object.keys(rowsOf({ files, grants }))).toEqual(['getA', 'getB']);
  });

  it('is passed over where the settings exclude it, also where it would collide', () => {
    const files = { 'wallet.json': contract({ '/webhooks': { post: operation() }, '/a': { get: operation() } }) };
    const { entries } = importOf({ files, exclude: [{ upstream: 'wallet', operations: ['* /webhooks'] }] });
    expect(entries.map(({ operation: { outline } }) => outline.path)).toEqual(['/a']);
  });
});

describe('a grant', () => {
  const FORM = {
    requestBody: {
      content: {
        'multipart/form-data': {
          schema: {
            type: 'object',
            properties: { scan: { type: 'string', format: 'binary' }, note: { type: 'string' } },
          },
        },
      },
    },
  };
  const files = {
    'wallet.json': contract({ '/a': { get: operation(), post: operation(), put: operation(FORM) } }),
  };
  const rowFor = (entry: string, grant: object): unknown => {
    const grants = [{ upstream: 'wallet', scope: 'a:read', operations: [entry], ...grant }];
    const [table] = importOf({ files, grants }).tables();
    return Object.values(table?.table.rows ?? {})[0];
  };
  const permission = { resource: 'cards-admin', action: 'detail' };

  it('is for services, without a step-up, unless it says otherwise', () => {
    expect(rowFor('GET /a', {})).toMatchObject({ callers: ['service'] });
    expect(rowFor('GET /a', {})).not.toHaveProperty('stepUp');
    expect(rowFor('GET /a', { callers: ['operator', 'cardholder', 'service'], permission })).toMatchObject({
      callers: ['operator', 'cardholder', 'service'],
      permission: ['cards-admin', 'detail'],
    });
    expect(rowFor('GET /a', { stepUp: 'required' })).toMatchObject({ stepUp: 'required' });
    expect(rowFor('POST /a', { stepUp: 'inline' })).toMatchObject({ stepUp: 'inline', otp: 'body' });
    expect(rowFor('GET /a', { credential: 'wallet-application-id' })).toMatchObject({
      credential: 'wallet-application-id',
    });
  });

  it('says of a form which fields are files', () => {
    expect(rowFor('PUT /a', { multipart: { files: ['scan'], maxBytes: 1000 } })).toMatchObject({
      upload: { files: { scan: { maxBytes: 1000 } }, fields: expect.any(Function) },
    });
    const grants = (multipart: object, more: object = {}): object[] => [
      { upstream: 'wallet', scope: 'a:write', operations: ['PUT /*'], multipart, ...more },
    ];
    expect(unfitOf({ files, grants: grants({ files: ['photo'] }) })).toEqual([
      { path: 'wallet.json PUT /a', message: 'its form has no field photo' },
    ]);
    expect(unfitOf({ files, grants: [{ ...grants({})[0], operations: ['GET /*'], stepUp: 'inline' }] })).toEqual([
      { path: 'wallet.json GET /a', message: 'is a read, which has no place for a code' },
    ]);
  });
});

describe('a wrong door', () => {
  const methodsOf = (paths: object): string[] => {
    const contracts = importOf({ files: { 'wallet.json': contract(paths) } });
    return Object.values(doorsBeside(contracts)).map(({ method, path }) => `${method} ${path}`);
  };

  it('stands where no contract has the operation', () => {
    expect(methodsOf({ '/a': { get: operation() } })).toEqual(
      Object.values(WRONG_DOORS).map(({ method, path }) => `${method} ${path}`),
    );
  });

  it('yields to a contract that has it, and for the other methods it stays', () => {
    const ID = { name: 'userId', in: 'path', required: true, schema: { type: 'string' } };
    const doors = methodsOf({
      '/permissions': { get: operation() },
      '/webhooks': { post: operation() },
      '/devices/users/{userId}/terminals': { get: operation({ parameters: [ID] }) },
    });
    expect(doors).not.toContain('GET /permissions');
    expect(doors).not.toContain('GET /devices/users/:authUserId/terminals');
    expect(doors.filter((door) => door.endsWith(' /webhooks'))).toEqual(
      ['GET', 'PUT', 'PATCH', 'DELETE'].map((method) => `${method} /webhooks`),
    );
  });

  it('does not yield to an operation that cannot be served', () => {
    expect(methodsOf({ '/permissions': { get: operation({ servers: [] }) } })).toContain('GET /permissions');
  });
});

describe('an operation that cannot be imported', () => {
  const query = (name: string, more: object): object => ({ parameters: [{ name, in: 'query', schema: {}, ...more }] });
  const media = (type: string, schema: object): object => ({ requestBody: { content: { [type]: { schema } } } });

  it.each<[reason: string, method: string, path: string, more: object]>([
    ['its body is not JSON', 'post', '/a', media('text/xml', {})],
    [
      'its body is a form: a grant says by multipart which fields are files',
      'post',
      '/a',
      media('multipart/form-data', {}),
    ],
    ['a GET has no body', 'get', '/a', { requestBody: { required: true, content: {} } }],
    [
      'the query parameter constructor, which is never passed on',
      'get',
      '/a',
      query('constructor', { required: true }),
    ],
    ['a HEAD is never imported: the gateway answers it itself', 'head', '/a', {}],
    ['has servers of its own', 'get', '/a', { servers: [{ url: 'https://files.migopayments.com' }] }],
    [
      'a parameter refers to nothing of this file: only #/components/parameters/<name> is followed',
      'get',
      '/a',
      { parameters: [{ $ref: '#/components/parameters/Gone' }] },
    ],
    [
      'it needs a header that is not passed on: x-forwarded-for',
      'get',
      '/a',
      query('x-forwarded-for', { in: 'header', required: true }),
    ],
    ['it needs a header that is not passed on: cookie', 'get', '/a', query('Cookie', { in: 'header', required: true })],
    ['logins, renewals and health are the gateway’s own', 'post', '/auth/logout', {}],
    ['its path is nothing but a prefix', 'get', '/v1', {}],
    ['its path is nothing but a prefix', 'get', '/', {}],
  ])('because %s (%s %s) is not served though it is granted among others', (reason, method, path, more) => {
    const files = { 'wallet.json': contract({ [path]: { [method]: operation(more) } }) };
    const grants = [{ upstream: 'wallet', scope: 'a:read', operations: [`${method.toUpperCase()} /*`] }];
    const contracts = importOf({ files, grants });
    expect(contracts.entries.map(({ operation: { unfit } }) => unfit)).toEqual([reason]);
    expect(contracts.tables()).toEqual([]);
  });

  it('is not one that merely names the credential or an optional header of a proxy', () => {
    const header = (name: string, required: boolean): object => ({
      name,
      in: 'header',
      required,
      schema: { type: 'string' },
    });
    const parameters = [header('Authorization', true), header('x-user-token', true), header('x-forwarded-for', false)];
    const files = { 'wallet.json': contract({ '/a': { get: operation({ parameters }) } }) };
    const grants = [{ upstream: 'wallet', scope: 'a:read', operations: ['GET /a'] }];
    expect(rowsOf({ files, grants })).toMatchObject({ getA: { path: '/a' } });
    expect(rowsOf({ files, grants })['getA']?.headers).toBeUndefined();
  });
});

describe('a folder', () => {
  it('may be empty, and hold notes', () => {
    expect(importOf({ files: { 'README.md': '# notes', '.gitkeep': '' } }).upstreams).toEqual([]);
  });
});
