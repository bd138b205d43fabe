import { contract, importOf, operation, refusalsOf } from './contract-folder.js';
import { errorsOf } from './checked-requests.js';

const KEYWORDS = [
  ...['type', 'enum', 'const', 'format', 'pattern', 'required', 'multipleOf', 'minimum', 'maximum', 'minLength'],
  ...['maxLength', 'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'exclusiveMinimum'],
  ...['exclusiveMaximum', 'dependentRequired', 'items', 'not', 'additionalProperties', 'contains', 'propertyNames'],
  ...['if', 'then', 'else', 'allOf', 'anyOf', 'oneOf', 'prefixItems', 'properties', 'patternProperties', 'nullable'],
  ...['discriminator', 'readOnly', 'deprecated', 'default', 'title', 'description', 'example', 'x-any'],
];
const VALUES = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  '',
  'text',
  '5',
  [],
  [null],
  ['a', 'a'],
  [1],
  {},
  { a: 1 },
  { a: ['b'] },
];
const BODIES = [null, true, 5, 'text', [], [1, 1], {}, { a: 1 }, { a: { b: [null] } }];

describe.each(KEYWORDS)('a schema with any value for %s', (keyword) => {
  const schemas = VALUES.map((value) => ({ type: ['object', 'array', 'number', 'string'], [keyword]: value }));
  const paths = Object.fromEntries(
    schemas.map((schema, index) => [
      `/a${'b'.repeat(index)}`,
      { post: operation({ requestBody: { content: { 'application/json': { schema } } } }) },
    ]),
  );
  const grants = [{ upstream: 'wallet', scope: 'a:write', operations: ['* /*'] }];

  it('costs its own operation at most, and is never found out by a request', () => {
    const { entries } = importOf({ files: { 'wallet.json': contract(paths, { openapi: '3.1.0' }) }, grants });
    expect(entries).toHaveLength(VALUES.length);
    for (const { row, operation: one } of entries) {
      if (row === undefined) expect(one.unfit).toMatch(/^requestBody application\/json/);
      // Fails for anything but a wrong field.
      else for (const body of BODIES) expect(Array.isArray(errorsOf(row, { body }))).toBe(true);
    }
  });
});

describe('broken JSON', () => {
  it.each<[what: string, text: string, place: string]>([
    ['that ends too early', '{\n  "openapi": "3.0.0",\n  "paths": {', 'line 3 column 13'],
    ['with a comma too many', '{\n  "openapi": "3.0.0",\n  "paths": {},\n}', 'line 4 column 1'],
    ['with a word that is none', '{\n  "openapi": secret\n}', 'line 2 column 14'],
    ['that is YAML', 'openapi: 3.0.0\npaths: {}\n', 'line 1 column 1'],
    [
      'with more brackets behind it than calls fit into each other',
      `{"a": "x\n${'['.repeat(1_000_000)}`,
      'line 1 column 7',
    ],
    ['that is empty', '', 'line 1 column 1'],
    ['with a mark of its encoding', '\uFEFF{\n"a": ]\n}', 'line 2 column 6'],
  ])('%s is told with line and column, and with nothing that stands there', (_what, text, place) => {
    const [wrong] = refusalsOf({ files: { 'wallet.json': text } });
    expect(wrong?.message).toMatch(new RegExp(`; the JSON is broken at ${place}: validate it, or export it anew$`));
    expect(wrong?.message).not.toContain('secret');
  });
});
