import type { OpenAPIObject } from '@nestjs/swagger';
import { contractDifferences } from '../../src/contracts/differences/differences.js';
import { contractReports } from '../../src/contracts/differences/report.js';
import { defineRoutes } from '../../src/routes/define-routes.js';
import type { Row } from '../../src/routes/route.js';
import { Middleware } from '../../src/clients/middleware/middleware.upstream.js';
import { PaymentsApi } from '../../src/clients/payments-api/payments-api.upstream.js';
import { contract, type ContractOptions, importOf, operation } from './contract-folder.js';

const ROW = {
  callers: ['service'],
  scope: 'plans:write',
  summary: 'Change a plan',
  docs: 'recurring-payments/plans',
  evidence: 'documented',
} as const satisfies Partial<Row>;

const PLAN = { method: 'PUT', path: '/plans/:planId', ...ROW } as const satisfies Row;
const PLAN_ID = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

function tablesOf(row: Row): NonNullable<ContractOptions['own']> {
  return [{ capability: 'plans', table: defineRoutes(Middleware, { changePlan: row }) }];
}

function bodyOf(schema: object): object {
  return { requestBody: { content: { 'application/json': { schema } } } };
}

/** Our own OpenAPI document with this one operation. */
function documentOf(here: object, schemas: object = {}): OpenAPIObject {
  const paths = { '/v1/plans/{planId}': { put: operation(here) } };
  return { openapi: '3.1.0', info: { title: '', version: '' }, paths, components: { schemas } } as OpenAPIObject;
}

interface Compared {
  there: object;
  here: object;
  row?: Partial<Row>;
  schemas?: object;
}

function differencesOf({ there, here, row = {}, schemas = {} }: Compared): string[] {
  const paths = { '/v1/plans/{id}': { put: operation({ ...there, parameters: [PLAN_ID, ...parametersOf(there)] }) } };
  const files = { 'middleware.json': contract(paths, { components: { schemas } }) };
  const contracts = importOf({ files, own: tablesOf({ ...PLAN, ...row }) });
  return contractDifferences(contracts, 'middleware', documentOf(here, schemas)).map((line) =>
    line.replace('middleware PUT /v1/plans/{id}: ', ''),
  );
}

function parametersOf(there: object): object[] {
  const listed: unknown = 'parameters' in there ? there.parameters : [];
  return Array.isArray(listed) ? (listed as object[]) : [];
}

describe('a body', () => {
  const object = (properties: object, required: string[] = []): object =>
    bodyOf({ type: 'object', properties, required });
  const text = { type: 'string' };

  it.each<[why: string, there: object, here: object, lines: string[]]>([
    ['is the same', object({ a: text }, ['a']), object({ a: text }, ['a']), []],
    [
      'has a required field more there',
      object({ a: text }, ['a']),
      object({ b: text }),
      ['body.a is required there and not known here', 'body.b is not known there'],
    ],
    ['has an optional field more there, which is passed on', object({ a: text, b: text }), object({ b: text }), []],
    [
      'has a field that is required there only',
      object({ a: text }, ['a']),
      object({ a: text }),
      ['body.a is required there and optional here'],
    ],
    [
      'has a field that is required here only',
      object({ a: text }),
      object({ a: text }, ['a']),
      ['body.a is optional there and required here'],
    ],
    [
      'has a required field here that is not known there',
      object({ b: text }),
      object({ a: text, b: text }, ['a']),
      ['body.a is not known there and required here'],
    ],
    [
      'has a field of another type',
      object({ a: { type: 'integer' } }),
      object({ a: text }),
      ['body.a is integer there and string here'],
    ],
    [
      'has an integer there that is any number here',
      object({ a: { type: 'integer' } }),
      object({ a: { type: 'number' } }),
      [],
    ],
    [
      'has a number there that is an integer here',
      object({ a: { type: 'number' } }),
      object({ a: { type: 'integer' } }),
      ['body.a is number there and integer here'],
    ],
    ['may be null there', object({ a: { ...text, nullable: true } }), object({ a: text }), []],
    [
      'has other values',
      object({ a: { enum: ['x', 'y'] } }),
      object({ a: { enum: ['y', 'z'] } }),
      ['body.a takes "x" there only and "z" here only'],
    ],
    [
      'has the same values in another order',
      object({ a: { enum: ['x', 'y'] } }),
      object({ a: { enum: ['y', 'x'] } }),
      [],
    ],
    [
      'has values there only',
      object({ a: { ...text, enum: ['x'] } }),
      object({ a: text }),
      ['body.a takes "x" there and any value here'],
    ],
    [
      'has values here only',
      object({ a: text }),
      object({ a: { ...text, enum: ['x'] } }),
      ['body.a takes any value there and "x" here'],
    ],
    [
      'is different in the objects of a list',
      object({ a: { type: 'array', items: { type: 'object', properties: { b: text }, required: ['b'] } } }),
      object({ a: { type: 'array', items: { type: 'object', properties: { b: text } } } }),
      ['body.a[].b is required there and optional here'],
    ],
    [
      'is put together of several',
      bodyOf({
        allOf: [
          { type: 'object', properties: { a: text }, required: ['a'] },
          { type: 'object', properties: { b: text } },
        ],
      }),
      object({ a: text, b: text }),
      ['body.a is required there and optional here'],
    ],
    [
      'is one of several: what only some require is not required',
      bodyOf({
        oneOf: [
          { type: 'object', properties: { a: text, b: text }, required: ['a', 'b'] },
          { type: 'object', properties: { a: text }, required: ['a'] },
        ],
      }),
      object({ a: text, b: text }),
      ['body.a is required there and optional here'],
    ],
    ['says nothing of its fields there', bodyOf({ type: 'object' }), object({ a: text }, ['a']), []],
    ['is only there', object({ a: text }), {}, ['has a body there and none here']],
    ['is only here', {}, object({ a: text }), ['has no body there and one here']],
    ['is no JSON there', { requestBody: { content: { 'text/csv': {} } } }, object({ a: text }), []],
  ])('%s', (_why, there, here, lines) => {
    expect(differencesOf({ there, here })).toEqual(lines);
  });

  it('is compared through references, also through ones without end', () => {
    const reference = { $ref: '#/components/schemas/Node' };
    const schemas = { Node: { type: 'object', properties: { next: reference } } };
    expect(differencesOf({ there: bodyOf(reference), here: bodyOf(reference), schemas })).toEqual([]);
    expect(differencesOf({ there: bodyOf(reference), here: bodyOf({ type: 'string' }), schemas })).toEqual([
      'body is object there and string here',
    ]);
  });

  it('may lack what the gateway fills in itself', () => {
    const there = object({ otp: text, publicKey: text, privateKey: text, a: text }, [
      'otp',
      'publicKey',
      'privateKey',
      'a',
    ]);
    const here = object({ a: text }, ['a']);
    const row: Partial<Row> = { otp: 'body', credential: 'middleware-body-keys' };
    expect(differencesOf({ there, here, row })).toEqual([]);
    // Nobody could mend such a row: what the gateway sends is the whole body.
    const keys = object({ publicKey: text, privateKey: text }, ['publicKey', 'privateKey']);
    expect(differencesOf({ there: keys, here: {}, row })).toEqual([]);
    expect(differencesOf({ there: keys, here: {} })).toEqual(['has a body there and none here']);
    expect(differencesOf({ there, here })).toHaveLength(3);
  });
});

describe('a query', () => {
  const query = (more: object): object => ({
    parameters: [{ name: 'page', in: 'query', schema: { type: 'integer' }, ...more }],
  });

  it.each<[why: string, there: object, here: object, lines: string[]]>([
    ['is the same', query({}), query({}), []],
    ['is only there', query({}), {}, ['query.page is known there and not passed on here']],
    [
      'is only there and required',
      query({ required: true }),
      {},
      ['query.page is required there and not passed on here'],
    ],
    ['is only here', {}, query({}), ['query.page is not known there']],
    [
      'is required there only',
      query({ required: true }),
      query({}),
      ['query.page is required there and optional here'],
    ],
    ['is required here only', query({}), query({ required: true }), ['query.page is optional there and required here']],
    [
      'has another type',
      query({ schema: { type: 'boolean' } }),
      query({}),
      ['query.page is boolean there and integer here'],
    ],
    [
      'has other values',
      query({ schema: { enum: [1] } }),
      query({ schema: { enum: [2] } }),
      ['query.page takes 1 there only and 2 here only'],
    ],
  ])('%s', (_why, there, here, lines) => {
    expect(differencesOf({ there, here })).toEqual(lines);
  });
});

describe('an operation', () => {
  const ofPaths = (paths: object): string[] => {
    const contracts = importOf({
      files: { 'middleware.json': contract(paths) },
      own: tablesOf(PLAN),
    });
    return contractDifferences(contracts, 'middleware', documentOf({}));
  };
  const withId = operation({ parameters: [PLAN_ID] });

  it('of the table that the file lacks is a difference', () => {
    expect(ofPaths({})).toEqual(['middleware PUT /v1/plans/{planId}: is not in the file']);
  });

  it('of another method there is one, too', () => {
    expect(ofPaths({ '/v1/plans/{id}': { patch: withId, get: withId } })).toEqual([
      'middleware PUT /v1/plans/{planId}: is GET, PATCH there and PUT here',
    ]);
  });

  it('is not one of another method where the table has that one, too', () => {
    const tables = [
      {
        capability: 'plans',
        table: defineRoutes(Middleware, { changePlan: PLAN, readPlan: { ...PLAN, method: 'GET' } }),
      },
    ];
    const files = { 'middleware.json': contract({ '/v1/plans/{id}': { get: withId } }) };
    const contracts = importOf({ files, own: tables });
    expect(contractDifferences(contracts, 'middleware', documentOf({}))).toEqual([
      'middleware PUT /v1/plans/{planId}: is not in the file',
    ]);
  });

  it('of another path there is one, where both stand at the same place of the gateway', () => {
    expect(ofPaths({ '/api/v1/plans/{id}': { put: withId } })).toEqual([
      'middleware PUT /api/v1/plans/{id}: is /api/v1/plans/{id} there and /v1/plans/{planId} here',
    ]);
  });

  it('with a slash at its end there is one', () => {
    expect(ofPaths({ '/v1/plans/{id}/': { put: withId } })).toEqual([
      'middleware PUT /v1/plans/{id}/: is /v1/plans/{id}/ there and /v1/plans/{planId} here',
    ]);
  });

  it('that only the file has is none, but is told', () => {
    const suspensions = {
      '/v1/suspensions': { post: operation(), get: operation() },
      '/v1/health': { get: operation() },
    };
    const files = { 'middleware.json': contract({ '/v1/plans/{id}': { put: withId }, ...suspensions }) };
    const grants = [{ upstream: 'middleware', scope: 'suspensions:read', operations: ['GET /v1/suspensions'] }];
    const contracts = importOf({ files, grants, own: tablesOf(PLAN) });
    expect(contractReports(contracts, documentOf({}))).toEqual([
      {
        upstream: 'middleware',
        differences: [],
        served: ['middleware GET /v1/suspensions: imported as GET /v1/suspensions with scope suspensions:read'],
        ungranted: [
          'middleware POST /v1/suspensions: would be POST /v1/suspensions; granted to nobody: see contracts.grants',
        ],
        unfit: ['middleware GET /v1/health: cannot be imported: logins, renewals and health are the gateway’s own'],
      },
    ]);
  });

  it('with an assumed path in the settings is the one that stands at the same place', () => {
    const row = {
      ...PLAN,
      method: 'GET',
      path: '/transactions/search',
      upstreamPath: { setting: 'transactionSearch' },
    } as const;
    const own = [{ capability: 't', table: defineRoutes(PaymentsApi, { search: row }) }];
    const contracts = importOf({
      files: { 'payments.json': contract({ '/transactions/search': { get: operation() } }) },
      own,
    });
    expect(contractDifferences(contracts, 'payments', documentOf({}))).toEqual([
      'payments GET /transactions/search: is /transactions/search there and /transactions here',
    ]);
  });
});
