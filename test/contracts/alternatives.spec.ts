import { contract, importOf, operation } from './contract-folder.js';
import { errorsOf, posting } from './checked-requests.js';

const closed = (...names: string[]): object => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
  additionalProperties: false,
});
const SCHEMAS = {
  Card: { type: 'object', properties: { kind: { type: 'string' }, last4: { type: 'string', maxLength: 4 } } },
  CardV2: { type: 'object', properties: { kind: { type: 'string' }, last4: { type: 'string', maxLength: 8 } } },
  Closed: closed('own'),
  Lone: { oneOf: [{ $ref: '#/components/schemas/Closed' }] },
};
const to = (name: keyof typeof SCHEMAS): { $ref: string } => ({ $ref: `#/components/schemas/${name}` });

/** Errors of a body, by its value. */
function judging(schema: object, grant: object = {}): (body: unknown) => unknown[] {
  const row = posting(schema, { openapi: '3.1.0', components: { schemas: SCHEMAS } }, grant);
  return (body) => errorsOf(row, { body });
}

describe('alternatives', () => {
  const mapping = { Card: '#/components/schemas/CardV2' };

  it.each([
    ['without a discriminator', undefined, { undefined: { toString: 1 } }],
    ['with one', { propertyName: 'kind' }, { kind: { toString: 1 } }],
  ])('judge a field with a toString of its own %s', (_how, discriminator, body) => {
    const errors = judging({ oneOf: [to('Card'), to('CardV2')], discriminator });
    expect(() => errors(body)).not.toThrow();
    expect(errors({ kind: 'Card', last4: '123456789' })).not.toEqual([]);
  });

  it('are chosen as the mapping says, also where another class has the name of a value', () => {
    const errors = judging({
      oneOf: [to('CardV2'), to('Card')],
      discriminator: { propertyName: 'kind', mapping },
    });
    expect(errors({ kind: 'Card', last4: '12345678' })).toEqual([]);
    expect(errors({ kind: 'Card', last4: '123456789' })).toEqual([['maxLength', 'last4']]);
  });

  it('may be chosen by values that are keywords elsewhere', () => {
    const errors = judging({
      oneOf: [to('Card'), to('CardV2')],
      discriminator: {
        propertyName: 'kind',
        mapping: { $anchor: 'Card', $id: 'CardV2', $ref: 'CardV2' },
      },
    });
    expect(errors({ kind: '$id', last4: '12345678' })).toEqual([]);
    expect(errors({ kind: '$anchor', last4: '12345678' })).toEqual([['maxLength', 'last4']]);
  });

  it('are held against a value also where a grant leaves types out', () => {
    const v = { anyOf: [to('Card'), { type: 'null' }] };
    const errors = judging({ type: 'object', properties: { v } }, { without: ['type'] });
    expect(errors({ v: null })).toEqual([]);
    expect(errors({ v: { last4: '12345' } })).toEqual([['maxLength', 'v.last4']]);
  });
});

describe('a closed class that a value must fit with others', () => {
  it.each<[string, object]>([
    ['beside alternatives', { allOf: [to('Closed')], oneOf: [closed('other'), { required: ['more'] }] }],
    ['behind a lone alternative', { allOf: [to('Lone'), { properties: { other: { type: 'string' } } }] }],
    ['in a lone alternative', { allOf: [{ anyOf: [to('Closed')] }, { properties: { other: { type: 'string' } } }] }],
  ])('means the fields of all: %s', (_how, schema) => {
    const errors = judging(schema);
    expect(errors({ own: 'x', more: 'y' })).toEqual([]);
    expect(errors({ own: 5, more: 'y' })).not.toEqual([]);
  });
});

it('a pattern may need the flag u', () => {
  const errors = judging({
    type: 'object',
    properties: { v: { type: 'string', pattern: '^[\\u{1F600}-\\u{1F64F}]+$' } },
  });
  expect(errors({ v: '😀' })).toEqual([]);
  expect(errors({ v: 'x' })).toEqual([['pattern', 'v']]);
});

describe('a query parameter that is an object', () => {
  const filter = { name: 'filter', in: 'query', schema: { type: 'object', properties: { a: { $ref: '#/nowhere' } } } };

  it('keeps nothing from being served by what it refers to', () => {
    const file = contract({ '/a': { get: operation({ parameters: [filter] }) } });
    const [entry] = importOf({ files: { 'wallet.json': file } }).entries;
    expect(entry?.operation.unfit).toBeUndefined();
  });

  it('that contains itself thirty times is seen through', () => {
    const names = Array.from({ length: 12 }, (_, index) => `A${index}`);
    const schemas = Object.fromEntries(
      names.map((name, index) => [
        name,
        { anyOf: Array.from({ length: 30 }, () => ({ $ref: `#/components/schemas/A${(index + 1) % names.length}` })) },
      ]),
    );
    const parameters = [{ name: 'filter', in: 'query', schema: { $ref: '#/components/schemas/A0' } }];
    const file = contract({ '/a': { get: operation({ parameters }) } }, { components: { schemas } });
    const [entry] = importOf({ files: { 'wallet.json': file } }).entries;
    expect(entry?.operation.unfit).toMatch(/refers to itself without end/);
  });
});

it.each<[string, object]>([
  ['a server whose url is an object', { servers: [{ url: { toString: 1 } }] }],
  [
    'a mapping to an object',
    {
      components: {
        schemas: {
          A: {
            oneOf: [{ $ref: '#/components/schemas/A' }],
            discriminator: { propertyName: 'k', mapping: { a: { toString: 1 } } },
          },
        },
      },
    },
  ],
])('%s ends no start with a stack trace', (_what, more) => {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/A' } } };
  const file = contract({ '/a': { post: operation({ requestBody: { content } }) } }, more);
  const importing = (): unknown =>
    importOf({ files: { 'wallet.json': file } }).entries.map(({ operation: { unfit } }) => unfit);
  try {
    importing();
  } catch (error) {
    expect(error).not.toBeInstanceOf(TypeError);
  }
});
