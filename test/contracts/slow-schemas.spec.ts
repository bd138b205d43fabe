import { contract, importOf, operation } from './contract-folder.js';
import { asking, errorsOf, posting } from './checked-requests.js';
import type { Row } from '../../src/routes/route.js';

/** Milliseconds of the processor: others use the machine as well. A request has two looks at most. */
const MAX_MS = 200;

/** `branches` alternatives of which each contains the whole once more. */
function doubling(branches: number, more: object = {}): Record<string, object> {
  const nodes = Array.from({ length: branches }, (_none, index): [string, object] => [
    `B${index}`,
    {
      type: 'object',
      properties: { next: { $ref: '#/components/schemas/Node' }, end: { type: 'integer', minimum: 5 }, ...more },
      required: ['next'],
    },
  ]);
  return {
    Node: { oneOf: nodes.map(([name]) => ({ $ref: `#/components/schemas/${name}` })) },
    ...Object.fromEntries(nodes),
  };
}

const NODE = { $ref: '#/components/schemas/Node' };

function nested(levels: number, more: object = {}): object {
  return levels === 0 ? { end: 1, ...more } : { next: nested(levels - 1, more) };
}

function listOf<Item>(length: number, item: (index: number) => Item): Item[] {
  return Array.from({ length }, (_none, index) => item(index));
}

const text = (more: object): object => ({ type: 'object', properties: { v: { type: 'string', ...more } } });
const twenty = {
  oneOf: listOf(20, (index) => ({
    type: 'object',
    properties: { a: { type: 'string' } },
    required: [`f${index}`, `g${index}`],
  })),
};

/** The best of three: what is compiled for the first wrong request does not count. */
function timeOf(work: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

describe('a request that would take long', () => {
  it.each<[what: string, row: () => Row, body: unknown]>([
    [
      'digits, of which one or two repeat',
      () => posting(text({ pattern: String.raw`^(\d\d?)+$` })),
      { v: `${'1'.repeat(60)}x` },
    ],
    ['three repeats in a row', () => posting(text({ pattern: '^a*a*a*$' })), { v: `${'a'.repeat(4000)}b` }],
    ['a large repeat', () => posting(text({ pattern: '^(.{0,900})x' })), { v: 'a'.repeat(4000) }],
    [
      'many texts with a large repeat',
      () => posting({ type: 'array', items: { type: 'string', pattern: '^(.{0,900})x' } }),
      listOf(2000, () => 'a'.repeat(500)),
    ],
    [
      'texts of which no state machine tells where the pattern is',
      () => posting({ type: 'array', items: { not: { type: 'string', pattern: '^(a|b)*a(a|b){14}c$' } } }),
      listOf(500, (index) => listOf(2000, (at) => ((at * at * (index + 3)) % 11 > 5 ? 'a' : 'b')).join('')),
    ],
    [
      'alternatives that contain themselves around a long text',
      () => posting(NODE, { components: { schemas: doubling(2, { v: { type: 'string', maxLength: 1_000_000 } }) } }),
      nested(40, { v: 'x'.repeat(500_000) }),
    ],
    ['a long text with any format', () => posting(text({ format: 'url' })), { v: 'a.'.repeat(50_000) }],
    ['a long text as e-mail', () => posting(text({ format: 'email' })), { v: '@'.repeat(100_000) }],
    [
      'objects that are unique',
      () => posting({ type: 'array', uniqueItems: true }),
      listOf(20_000, (index) => ({ a: index })),
    ],
    ['alternatives that contain themselves', () => posting(NODE, { components: { schemas: doubling(2) } }), nested(60)],
    ['ten of them', () => posting(NODE, { components: { schemas: doubling(10) } }), nested(60)],
    ['130,000 wrong members', () => posting({ type: 'array', items: { type: 'string' } }), listOf(130_000, () => 1)],
    [
      '130,000 wrong objects',
      () => posting({ type: 'array', items: { type: 'object', required: ['a', 'b'] } }),
      listOf(130_000, () => ({})),
    ],
    [
      '130,000 members that are none of 20 alternatives',
      () => posting({ type: 'array', items: twenty }),
      listOf(130_000, () => ({})),
    ],
    [
      'a right body of 1 MiB',
      () => posting({ type: 'array', items: { type: 'object', properties: { a: { type: 'integer' } } } }),
      listOf(100_000, (a) => ({ a })),
    ],
  ])('is answered soon: %s', (_what, rowWith, body) => {
    const row = rowWith();
    expect(timeOf(() => errorsOf(row, { body }))).toBeLessThan(MAX_MS);
  });

  it('is told by its first fifty errors where it has many', () => {
    const row = posting({ type: 'array', items: { type: 'object', required: ['a'] } });
    expect(errorsOf(row, { body: listOf(500, () => ({})) })).toHaveLength(50);
    expect(errorsOf(row, { body: listOf(130_000, () => ({})) })).not.toHaveLength(0);
  });

  it('is told by what is wrong beside an alternative, however many there are', () => {
    const lines = { type: 'array', items: twenty };
    const row = posting({ type: 'object', properties: { lines, amount: { type: 'number', minimum: 1 } } });
    const errors = errorsOf(row, { body: { lines: listOf(60, () => ({})), amount: 0 } });
    expect(errors).toContainEqual(['anyOf', 'lines[0]']);
    const alone = posting({ allOf: [twenty], properties: { amount: { type: 'number', minimum: 1 } } });
    expect(errorsOf(alone, { body: { amount: 0 } }).slice(0, 2)).toContainEqual(['minimum', 'amount']);
  });

  it('in a query is answered soon, too', () => {
    const row = asking({ type: 'string', pattern: String.raw`^(\d\d?)+$` });
    expect(errorsOf(row, { query: { v: '12345' } })).toEqual([]);
    expect(timeOf(() => errorsOf(row, { query: { v: `${'1'.repeat(4000)}x` } }))).toBeLessThan(MAX_MS);
  });
});

describe('a check', () => {
  it('holds every pattern that can be matched in linear time against a text', () => {
    const patterns: [pattern: string, right: string, wrong: string][] = [
      ['^[A-Z]{3}$', 'GTQ', 'gtq'],
      [String.raw`^\d{4}-\d{2}$`, '2026-02', '2026'],
      [String.raw`^(\d\d?)+$`, '123', 'x'],
      ['^(a+)+$', 'aaa', 'b'],
      [String.raw`^\p{L}+$`, 'ñandú', '1'],
      [String.raw`^\u00e1+$`, 'áá', 'a'],
      [String.raw`^[\w-]+@[\w.]+$`, 'a@b.c', 'a'],
    ];
    for (const [pattern, right, wrong] of patterns) {
      const row = posting(text({ pattern }));
      expect([pattern, errorsOf(row, { body: { v: right } }), errorsOf(row, { body: { v: wrong } })]).toEqual([
        pattern,
        [],
        [['pattern', 'v']],
      ]);
    }
  });

  it.each(['^(?=.*[A-Z])[a-z]+$', String.raw`^(a)\1$`, 'a{1,1000}{1,1000}', '('])(
    'leaves others to Migo: %s',
    (pattern) => {
      const row = posting(text({ pattern, maxLength: 3 }));
      expect(errorsOf(row, { body: { v: '?' } })).toEqual([]);
      expect(errorsOf(row, { body: { v: '????' } })).toEqual([['maxLength', 'v']]);
    },
  );

  it('compares objects that are unique by what they hold', () => {
    const row = posting({ type: 'array', uniqueItems: true });
    expect(errorsOf(row, { body: [{ a: 1, b: 2 }, { a: 1, b: 3 }, '1', 1] })).toEqual([]);
    expect(
      errorsOf(row, {
        body: [
          { a: 1, b: { c: 1, d: 2 } },
          { b: { d: 2, c: 1 }, a: 1 },
        ],
      }),
    ).toEqual([['uniqueItems', undefined]]);
  });
});

describe('an operation that nobody is granted', () => {
  it('is not looked into', () => {
    const broken = Object.defineProperty({}, 'x', { enumerable: true, value: 1 });
    const schema = { type: 'object', minProperties: 'many', broken };
    const paths = Object.fromEntries(
      listOf(1500, (index) => [
        `/a${index}`,
        { post: operation({ requestBody: { content: { 'application/json': { schema } } } }) },
      ]),
    );
    const grants = [{ upstream: 'wallet', scope: 'a:read', operations: ['GET /granted'] }];
    const files = { 'wallet.json': contract({ ...paths, '/granted': { get: operation() } }) };
    const { entries } = importOf({ files, grants });
    const read = entries.filter(({ operation: one }) => Reflect.get(one, 'known') !== undefined);
    expect(read.map(({ operation: { place } }) => place)).toEqual(['wallet.json GET /granted']);
  });

  it('keeps no granted one from its place', () => {
    const files = {
      'middleware.json': contract({ '/v1/reports': { get: operation() } }),
      'wallet.json': contract({ '/reports': { get: operation() } }),
    };
    const grants = [{ upstream: 'wallet', scope: 'a:read', operations: ['GET /reports'] }];
    expect(Object.keys(importOf({ files, grants }).tables()[0]?.table.rows ?? {})).toEqual(['getReports']);
  });
});
