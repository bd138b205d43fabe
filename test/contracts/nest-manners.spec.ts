import { contract, importOf, operation } from './contract-folder.js';
import { asking, errorsOf, posting, rowOf } from './checked-requests.js';

/** Components that the schemas below refer to. */
const SCHEMAS = {
  Address: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  Currency: { type: 'string', enum: ['GTQ', 'USD'] },
  Names: { type: 'array', items: { type: 'string', minLength: 2 } },
  Serial: { type: 'string', readOnly: true },
  Stamped: { allOf: [{ $ref: '#/components/schemas/Serial' }] },
  Card: {
    type: 'object',
    properties: { kind: { type: 'string' }, last4: { type: 'string', maxLength: 4 } },
    required: ['kind'],
  },
  Bank: {
    type: 'object',
    properties: { kind: { type: 'string' }, iban: { type: 'string', minLength: 15 } },
    required: ['kind'],
  },
};
const to = (name: keyof typeof SCHEMAS): { $ref: string } => ({ $ref: `#/components/schemas/${name}` });
const VERSIONS = ['3.0.0', '3.1.0'];

/** Errors of a body whose member `v` has this schema, by its value. */
function judging(schema: object, openapi = '3.0.0'): (v: unknown) => unknown[] {
  const row = posting({ type: 'object', properties: { v: schema } }, { openapi, components: { schemas: SCHEMAS } });
  return (v) => errorsOf(row, { body: { v } });
}

describe.each(VERSIONS)('a file of OpenAPI %s', (openapi) => {
  it.each<[manner: string, schema: object, right: unknown[], wrong: unknown[]]>([
    ['nullable allOf', { nullable: true, allOf: [to('Address')] }, [null, { city: 'x' }], [{}, 'x']],
    ['nullable allOf of an object', { type: 'object', nullable: true, allOf: [to('Address')] }, [null], [{}]],
    ['nullable reference', { nullable: true, ...to('Address') }, [null, { city: 'x' }], [{}]],
    ['nullable enum', { type: 'string', nullable: true, enum: ['a', 'b'] }, [null, 'a'], ['c']],
    ['nullable enum behind a reference', { nullable: true, ...to('Currency') }, [null, 'GTQ'], ['EUR']],
    [
      'nullable alternatives',
      { nullable: true, oneOf: [{ type: 'string' }, { type: 'number' }] },
      [null, 'x', 1],
      [true],
    ],
    ['bare object', { type: 'object' }, [{}, 'text', 5, [1], null], []],
    ['bare nullable object', { type: 'object', nullable: true, description: 'any' }, [null, 'text'], []],
    ['bare object in words', { type: 'object', description: 'any', example: 5 }, ['text'], []],
    [
      'map, which is not bare',
      { type: 'object', additionalProperties: { type: 'integer' } },
      [{ a: 1 }],
      ['text', { a: 'x' }],
    ],
    ['object beside allOf', { type: 'object', allOf: [to('Currency')] }, ['GTQ'], ['EUR']],
    ['class that is no type', { type: 'Money' }, [5, 'x', {}], []],
    ['pattern with slashes and flags', { type: 'string', pattern: '/^[A-Z]{3}$/i' }, ['abc', 'ABC'], ['ab', 'abcd']],
    ['pattern with slashes', { type: 'string', pattern: '/^[A-Z]{3}$/' }, ['ABC'], ['abc']],
    ['pattern that is a path', { type: 'string', pattern: '^/a/[0-9]+$' }, ['/a/1'], ['/a/b']],
    ['constant for a pattern', { type: 'string', pattern: 'CURRENCY_PATTERN' }, ['anything'], []],
    ['pattern that is none', { type: 'string', pattern: '([' }, ['anything'], []],
    ['hundredth', { type: 'number', multipleOf: 0.01 }, [19.99, 0.07, 1234567.89], [19.999]],
    [
      'list of one type with null',
      { type: 'array', nullable: true, items: { type: 'string' } },
      [null, ['a']],
      ['a', [1]],
    ],
    ['uri without scheme', { type: 'string', format: 'uri' }, ['migo.com/x', 'https://migo.com'], ['a b']],
    ['day for a time', { type: 'string', format: 'date-time' }, ['2026-02-28', '2026-02-28T10:00:00Z'], ['soon']],
    ['exclusive minimum by a flag', { type: 'number', minimum: 0, exclusiveMinimum: true }, [0.01], [0]],
    ['exclusive maximum by a flag', { type: 'number', maximum: 5, exclusiveMaximum: true }, [4.9], [5]],
    ['required twice', { type: 'object', properties: { a: {} }, required: ['a', 'a'] }, [{ a: 1 }], [{}]],
    ['required as a flag', { type: 'string', required: true }, ['x'], [5]],
    ['enum of another type', { type: 'number', enum: ['1', '2'] }, ['1', 2], ['3', 3]],
    ['enum of whole numbers', { type: 'integer', enum: [1, 2] }, [1], [3, '1']],
    ['empty enum', { type: 'string', enum: [] }, ['x'], [5]],
    [
      'annotations of a wrong type',
      { type: 'string', description: null, deprecated: 'yes', title: 5, format: null },
      ['x'],
      [5],
    ],
    [
      'field that only answers have',
      { type: 'object', properties: { id: { readOnly: true } }, required: ['id'] },
      [{}],
      ['x'],
    ],
    [
      'such a field behind a reference',
      { type: 'object', properties: { id: to('Serial') }, required: ['id'] },
      [{}],
      ['x'],
    ],
    ['such a field behind allOf', { type: 'object', properties: { id: to('Stamped') }, required: ['id'] }, [{}], ['x']],
    [
      'field called toString',
      { type: 'object', properties: { toString: { type: 'string' } } },
      [{}],
      [{ toString: 5 }],
    ],
    ['list of items by place', { type: 'array', items: [{ type: 'string' }] }, [['x'], [5]], ['x']],
  ])('with a %s is read as Nest means it', (_manner, schema, right, wrong) => {
    const errors = judging(schema, openapi);
    expect(right.map(errors)).toEqual(right.map(() => []));
    expect(wrong.filter((value) => errors(value).length === 0)).toEqual([]);
  });

  it.each<[manner: string, schema: object, right: unknown[], wrong: unknown[]]>([
    ['list', { type: 'array', items: { type: 'integer' } }, ['5', ['5', '6']], ['x', ['5', 'x']]],
    ['list behind a reference', to('Names'), ['ab', ['ab', 'cd']], ['a', ['ab', 'c']]],
    ['list behind allOf', { allOf: [to('Names')] }, ['ab', ['ab']], ['a']],
    ['nullable list', { type: 'array', nullable: true, items: { type: 'integer' } }, ['5', ['5']], ['x']],
    ['text or number', { oneOf: [{ type: 'string' }, { type: 'number' }] }, ['5', 'x'], [['5', '6']]],
    ['number or boolean', { oneOf: [{ type: 'number' }, { type: 'boolean' }] }, ['5', 'true'], ['x']],
    ['enum of numbers', { enum: [1, 2] }, ['1'], ['3']],
    ['enum of texts that is a number', { type: 'number', enum: ['1', '2'] }, ['1'], ['3']],
    ['map', { type: 'object' }, ['anything'], []],
  ])('with a %s in the query is read as Nest means it', (_manner, schema, right, wrong) => {
    const row = asking(schema, { openapi, components: { schemas: SCHEMAS } });
    const errors = (v: unknown): unknown[] => errorsOf(row, { query: { v } });
    expect(right.map(errors)).toEqual(right.map(() => []));
    expect(wrong.filter((value) => errors(value).length === 0)).toEqual([]);
  });

  it('joins a list by commas where it says so, also behind a reference', () => {
    const row = asking(to('Names'), { openapi, components: { schemas: SCHEMAS } }, { explode: false });
    expect(errorsOf(row, { query: { v: 'ab,cd' } })).toEqual([]);
    expect(errorsOf(row, { query: { v: 'ab,c' } })).toEqual([['minLength', 'v[1]']]);
  });

  it('has classes that are alike, of which a request fits several', () => {
    const errors = judging({ oneOf: [to('Card'), to('Bank')] }, openapi);
    expect(errors({ kind: 'x' })).toEqual([]);
    expect(errors({})).not.toEqual([]);
  });

  it.each([
    ['by the names of its classes', { propertyName: 'kind' }, 'Bank'],
    ['by a mapping', { propertyName: 'kind', mapping: { iban: '#/components/schemas/Bank', card: 'Card' } }, 'iban'],
  ])('chooses an alternative %s', (_how, discriminator, kind) => {
    const errors = judging({ oneOf: [to('Card'), to('Bank')], discriminator }, openapi);
    expect(errors({ kind, iban: 'GT00CAGE0000000000000000' })).toEqual([]);
    expect(errors({ kind, iban: 'short' })).toEqual([['minLength', 'v.iban']]);
    // Of a kind that the file does not name any class may be meant.
    expect(errors({ kind: 'cash', iban: 'short', last4: '1234' })).toEqual([]);
  });
});

describe('siblings of a reference', () => {
  it('count in 3.1 alone', () => {
    const schema = { ...to('Currency'), maxLength: 2 };
    expect(judging(schema, '3.1.0')('GTQ')).toEqual([['maxLength', 'v']]);
    expect(judging(schema)('GTQ')).toEqual([]);
  });
});

describe('an operation', () => {
  it.each(['post', 'put', 'patch', 'delete'])('without a body may have one, of any kind: %s', (method) => {
    const name = `${method}A`;
    const row = rowOf(contract({ '/a': { [method]: operation() } }), name);
    expect(row.body).toBe(Object);
    for (const body of [undefined, {}, { a: 1 }, [1], 'text', 5]) expect(errorsOf(row, { body })).toEqual([]);
  });

  it('has each parameter of its path, as text where it declares none', () => {
    const paths = {
      '/payments/{tenant}/list/{page}': {
        get: operation({ parameters: [{ name: 'page', in: 'path', schema: { type: 'integer' } }] }),
      },
    };
    const row = rowOf(contract(paths), 'getPaymentsByTenantListByPage');
    expect(row.path).toBe('/payments/:tenant/list/:page');
    expect(errorsOf(row, { params: { tenant: 'any', page: '2' } })).toEqual([]);
    expect(errorsOf(row, { params: { tenant: 'any', page: 'x' } })).toEqual([['type', 'page']]);
  });

  it('leaves an optional parameter empty as well as away', () => {
    const row = asking({ type: 'integer' }, {}, { required: false });
    expect(errorsOf(row, { query: { v: '' } })).toEqual([]);
    expect(errorsOf(asking({ type: 'integer' }), { query: { v: '' } })).toEqual([['type', 'v']]);
  });

  it('may have a query parameter called toString', () => {
    const row = asking({ type: 'string', minLength: 2 }, {}, { name: 'toString' });
    expect(errorsOf(row, { query: { toString: 'ab' } })).toEqual([]);
    expect(errorsOf(row, { query: { toString: 'a' } })).toEqual([['minLength', 'toString']]);
    expect(errorsOf(row, { query: {} })).toEqual([['required', 'toString']]);
  });

  it('is judged by a chain of 250 schemas', () => {
    const chain = Array.from({ length: 250 }, (_none, index) => [
      `S${index}`,
      index === 249 ? { type: 'integer' } : { allOf: [{ $ref: `#/components/schemas/S${index + 1}` }] },
    ]);
    const nested = Array.from({ length: 250 }, (_none, index) => [
      `N${index}`,
      {
        type: 'object',
        properties: { n: index === 249 ? { type: 'integer' } : { $ref: `#/components/schemas/N${index + 1}` } },
      },
    ]);
    const components = { schemas: Object.fromEntries([...chain, ...nested]) as object };
    const row = posting(
      { properties: { s: { $ref: '#/components/schemas/S0' }, n: { $ref: '#/components/schemas/N0' } } },
      { components },
    );
    expect(errorsOf(row, { body: { s: 5, n: { n: { n: {} } } } })).toEqual([]);
    expect(errorsOf(row, { body: { s: 'x', n: { n: { n: [] } } } })).toEqual([
      ['type', 's'],
      ['type', 'n.n.n'],
    ]);
  });
});

describe('a grant', () => {
  const schema = { type: 'object', properties: { amount: { type: 'number', minimum: 1, maximum: 9 } } };

  it('leaves keywords out that say something else than Migo means', () => {
    const row = posting(schema, {}, { without: ['minimum'] });
    expect(errorsOf(row, { body: { amount: 0.5 } })).toEqual([]);
    expect(errorsOf(row, { body: { amount: 10 } })).toEqual([['maximum', 'amount']]);
    expect(errorsOf(posting(schema), { body: { amount: 0.5 } })).toEqual([['minimum', 'amount']]);
  });

  it('may have nothing checked at all', () => {
    expect(errorsOf(posting(schema, {}, { check: 'off' }), { body: 'x' })).toEqual([]);
  });

  it('may have wrong requests passed on and counted', () => {
    const files = {
      'wallet.json': contract({
        '/a': { post: operation({ requestBody: { content: { 'application/json': { schema } } } }) },
      }),
    };
    const contracts = importOf({
      files,
      grants: [{ upstream: 'wallet', scope: 'a:write', operations: ['POST /a'], check: 'report' }],
    });
    const counted: string[][] = [];
    contracts.checks.listen((route, keyword) => counted.push([route, keyword]));
    const row = contracts.tables()[0]?.table.rows['postA'];
    if (row === undefined) throw new Error('no row');
    expect(errorsOf(row, { body: { amount: 0.5 } })).toEqual([]);
    expect(errorsOf(row, { body: { amount: 5 } })).toEqual([]);
    expect(counted).toEqual([['imported-wallet.postA', 'minimum']]);
  });
});
