import { contract, importOf, operation } from './contract-folder.js';
import { errorsOf } from './checked-requests.js';

const OPERATIONS = 600;
const SCHEMAS = 900;
const to = (index: number): object => ({ $ref: `#/components/schemas/S${index % SCHEMAS}` });
const everyOne = <Value>(count: number, value: (index: number) => [string, Value]): Record<string, Value> =>
  Object.fromEntries(Array.from({ length: count }, (_none, index) => value(index)));

/** Each schema leads to every other one, as in files of large companies. */
const components = {
  schemas: everyOne(SCHEMAS, (index) => [
    `S${index}`,
    {
      type: 'object',
      properties: {
        id: { type: 'string', pattern: `^[a-z]{${index % 50}}$` },
        next: to(index + 1),
        others: { type: 'array', items: to(index * 7) },
        either: { oneOf: [to(index + 3), { type: 'string' }] },
      },
    },
  ]),
};
const paths = everyOne(OPERATIONS, (index) => [
  `/a${index}`,
  { post: operation({ requestBody: { content: { 'application/json': { schema: to(index) } } } }) },
]);
const files = { 'wallet.json': contract(paths, { components }) };
const grants = [{ upstream: 'wallet', scope: 'a:write', operations: ['* /*'] }];

describe('600 granted operations', () => {
  const contracts = importOf({ files, grants });
  const { checks } = contracts;
  const rows = contracts.tables()[0]?.table.rows ?? {};
  const post = (index: number, body: unknown): unknown[] => {
    const row = rows[`postA${index}`];
    if (row === undefined) throw new Error('no row');
    return errorsOf(row, { body });
  };
  /** Schemas that are compiled for a request. */
  const compiledBy = (request: () => unknown[]): [count: number, errors: unknown[]] => {
    const before = checks.compiled;
    const errors = request();
    return [checks.compiled - before, errors];
  };

  it('are served without that one schema is compiled', () => {
    expect(Object.keys(rows)).toHaveLength(OPERATIONS);
    expect(checks.compiled).toBe(0);
  });

  it('have those compiled, once, that a value of a request needs', () => {
    // The one of the operation is a reference; the other is what it refers to.
    expect(compiledBy(() => post(1, {}))).toEqual([2, []]);
    expect(compiledBy(() => post(1, {}))).toEqual([0, []]);
    expect(compiledBy(() => post(1, { next: {}, others: [{}, {}] }))).toEqual([2, []]);
    expect(compiledBy(() => post(2, {}))).toEqual([1, []]);
  });

  it('have as many compiled again to tell every error of a wrong one, and no more for the next', () => {
    expect(compiledBy(() => post(1, { id: 5 }))).toEqual([2, [['type', 'id']]]);
    expect(compiledBy(() => post(1, { id: 5 }))).toEqual([0, [['type', 'id']]]);
  });
});

describe('600 operations that nobody is granted', () => {
  it('have no schema converted', () => {
    const { entries, checks } = importOf({ files });
    expect(entries.filter(({ operation: one }) => Reflect.get(one, 'known') !== undefined)).toEqual([]);
    expect(checks.compiled).toBe(0);
  });

  it('share what their schemas are converted to, where a report looks into all of them', () => {
    const { entries } = importOf({ files });
    const converted = entries.flatMap(({ operation: { details } }) => [...details.named].map(details.definitions));
    expect(converted).toHaveLength(OPERATIONS * SCHEMAS);
    expect(new Set(converted).size).toBe(SCHEMAS);
  });
});
