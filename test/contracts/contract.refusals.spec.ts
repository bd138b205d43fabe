import { contract, type ContractOptions, importOf, operation, refusalsOf, unfitOf } from './contract-folder.js';

const ID = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

function body(schema: unknown): object {
  return operation({ requestBody: { content: { 'application/json': { schema } } } });
}

function textsOf(content: object | string, name = 'wallet.json'): string[] {
  return refusalsOf({ files: { [name]: content } }).map(({ path, message }) => `${path}: ${message}`);
}

describe('a contract file is refused', () => {
  it.each<[why: string, content: object | string, place: string, message: RegExp]>([
    ['that is not JSON', '{', 'wallet.json', /is not a JSON object/],
    ['that is a list', '[]', 'wallet.json', /is not a JSON object/],
    ['that is nested without end', `{"a":${'['.repeat(70)}${']'.repeat(70)}}`, 'wallet.json', /at most 64 levels/],
    ['that is Swagger 2', { swagger: '2.0', paths: {} }, 'wallet.json', /is Swagger 2\.0/],
    ['that is of a later OpenAPI', { openapi: '4.0.0', paths: {} }, 'wallet.json', /is not OpenAPI 3\.0 or 3\.1/],
    ['without paths', { openapi: '3.0.0' }, 'wallet.json', /has no paths/],
    [
      'with a path twice',
      '{"openapi":"3.0.0","paths":{"/a":{},"/b":{},"/a":{}}}',
      'wallet.json',
      /has a member twice: paths\.\/a$/,
    ],
    [
      'with a method twice, once in escapes',
      String.raw`{"openapi":"3.0.0","paths":{"/a":{"get":{},"g\u0065t":{}}}}`,
      'wallet.json',
      /has a member twice: paths\.\/a\.get$/,
    ],
    ['that would set a prototype', '{"openapi":"3.0.0","paths":{"__proto__":{}}}', 'wallet.json', /__proto__/],
    [
      'with a server of somebody else',
      contract({}, { servers: [{ url: 'https://evil.test/rest' }] }),
      'wallet.json',
      /servers\[0\] is no address/,
    ],
    [
      'with the server of another upstream',
      contract({}, { servers: [{ url: 'https://mw.migopayments.com' }] }),
      'wallet.json',
      /servers\[0\]/,
    ],
    [
      'with a server of variables',
      contract({}, { servers: [{ url: 'https://{host}/rest' }] }),
      'wallet.json',
      /servers\[0\]/,
    ],
    [
      'with a server without scheme',
      contract({}, { servers: [{ url: '//evil.test' }] }),
      'wallet.json',
      /servers\[0\]/,
    ],
    [
      'with a host in the name part',
      contract({}, { servers: [{ url: 'https://api.ali.app@evil.test' }] }),
      'wallet.json',
      /servers\[0\]/,
    ],
  ])('%s', (_why, content, place, message) => {
    expect(refusalsOf({ files: { 'wallet.json': content } })).toContainEqual({
      path: place,
      message: expect.stringMatching(message),
    });
  });

  it('that is named after no upstream', () => {
    expect(textsOf(contract({}), 'petstore.json')).toEqual([
      'petstore.json: is named after no upstream: wallet.json, middleware.json, cms.json, payments.json',
    ]);
    expect(textsOf('openapi: 3.0.0', 'wallet.yaml')).toEqual([expect.stringContaining('is named after no upstream')]);
  });

  it('that is larger than any reference', () => {
    expect(textsOf(contract({}, { 'x-noise': 'n'.repeat(8_400_000) }))).toEqual([
      'wallet.json: has more than 8388608 bytes',
    ]);
  });

  it('with everything that is wrong with all files at once', () => {
    const wrong = refusalsOf({ files: { 'cms.json': '[]', 'middleware.json': contract({}), 'wallet.json': '{' } });
    expect(wrong.map(({ path }) => path)).toEqual(['cms.json', 'wallet.json']);
  });
});

describe('an operation cannot be served, and keeps no other from it,', () => {
  const GOOD = { '/good': { get: operation() } };

  it.each<[why: string, content: object, place: string, message: RegExp]>([
    [
      'with servers of a path',
      contract({ '/a': { servers: [{ url: '/' }] } }),
      'wallet.json GET /a',
      /has servers of its own/,
    ],
    [
      'with servers of an operation',
      contract({ '/a': { get: operation({ servers: [] }) } }),
      'wallet.json GET /a',
      /has servers of its own/,
    ],
    [
      'with a path item elsewhere',
      contract({ '/a': { $ref: 'other.json' } }),
      'wallet.json GET /a',
      /\$ref instead of operations/,
    ],
    [
      'with an absolute URL',
      contract({ 'https://evil.test/a': { get: operation() } }),
      'wallet.json GET https://evil.test/a',
      /begins with \//,
    ],
    ['with a relative path', contract({ 'a/b': { get: operation() } }), 'wallet.json GET a/b', /begins with \//],
    [
      'with a host as path',
      contract({ '//evil.test/a': { get: operation() } }),
      'wallet.json GET //evil.test/a',
      /a segment of a path/,
    ],
    ['with `..`', contract({ '/a/../b': { get: operation() } }), 'wallet.json GET /a/../b', /a segment of a path/],
    [
      'with encoded dots',
      contract({ '/a/%2e%2e/b': { get: operation() } }),
      'wallet.json GET /a/%2e%2e/b',
      /a segment of a path/,
    ],
    [
      'with an encoded slash',
      contract({ '/a%2fb': { get: operation() } }),
      'wallet.json GET /a%2fb',
      /a segment of a path/,
    ],
    ['with a backslash', contract({ '/a\\b': { get: operation() } }), 'wallet.json GET /a\\b', /a segment of a path/],
    [
      'with a query in its path',
      contract({ '/a?b=c': { get: operation() } }),
      'wallet.json GET /a?b=c',
      /a segment of a path/,
    ],
    [
      'with an empty segment',
      contract({ '/a//b': { get: operation() } }),
      'wallet.json GET /a//b',
      /a segment of a path/,
    ],
    [
      'with two slashes at its end',
      contract({ '/a//': { get: operation() } }),
      'wallet.json GET /a//',
      /a segment of a path/,
    ],
    [
      "with a router's parameter",
      contract({ '/a/:id': { get: operation() } }),
      'wallet.json GET /a/:id',
      /a segment of a path/,
    ],
    [
      "with a router's wildcard",
      contract({ '/a/*': { get: operation() } }),
      'wallet.json GET /a/*',
      /a segment of a path/,
    ],
    [
      'with half a segment as parameter',
      contract({ '/a/{b}.json': { get: operation() } }),
      'wallet.json GET /a/{b}.json',
      /a segment of a path/,
    ],
    [
      'with a control character',
      contract({ '/a\nb': { get: operation() } }),
      'wallet.json GET /a b',
      /a segment of a path/,
    ],
    [
      'with a parameter without letters',
      contract({ '/a/{1}': { get: operation() } }),
      'wallet.json GET /a/{1}',
      /no name of letters/,
    ],
    [
      'with parameters of one name',
      contract({ '/a/{id1}/{id2}': { get: operation() } }),
      'wallet.json GET /a/{id1}/{id2}',
      /name of another/,
    ],
    [
      'with a cookie',
      contract({ '/a': { get: operation({ parameters: [{ ...ID, in: 'cookie' }] }) } }),
      'wallet.json GET /a',
      /a parameter is in cookie/,
    ],
    [
      'with the same operation twice',
      contract({
        '/a/{id}': { get: operation({ parameters: [ID] }) },
        '/a/{key}': { get: operation({ parameters: [{ ...ID, name: 'key' }] }) },
      }),
      'wallet.json GET /a/{key}',
      /^would be GET \/v1\/a\/:id, which is wallet\.json GET \/a\/\{id\}; see contracts\.exclude$/,
    ],
    [
      'with a reference to a file',
      contract({ '/a': { post: body({ $ref: 'other.json#/A' }) } }),
      'wallet.json POST /a',
      /only #\/components\/schemas/,
    ],
    [
      'with a reference to a host',
      contract({ '/a': { post: body({ $ref: 'https://evil.test/a' }) } }),
      'wallet.json POST /a',
      /only #\/components/,
    ],
    [
      'with a reference to nothing',
      contract({ '/a': { post: body({ $ref: '#/components/schemas/B' }) } }),
      'wallet.json POST /a',
      /names no schema/,
    ],
    [
      'with a parameter that refers to a file',
      contract({ '/a': { get: operation({ parameters: [{ $ref: 'p.json' }] }) } }),
      'wallet.json GET /a',
      /only #\/components\/parameters/,
    ],
    [
      'with an identifier in a schema',
      contract({ '/a': { post: body({ $id: 'https://evil.test/a' }) } }),
      'wallet.json POST /a',
      /has \$id/,
    ],
    [
      'with a schema that is a text',
      contract({ '/a': { post: body('string') } }),
      'wallet.json POST /a',
      /a schema is not an object/,
    ],
    [
      'with schemas that only refer to each other',
      contract(
        { '/a': { post: body({ $ref: '#/components/schemas/A' }) } },
        {
          components: {
            schemas: { A: { $ref: '#/components/schemas/B' }, B: { allOf: [{ $ref: '#/components/schemas/A' }] } },
          },
        },
      ),
      'wallet.json POST /a',
      /components\.schemas\.A refers to itself without end/,
    ],
    [
      'with a schema that refers to a faulty one',
      contract(
        { '/a': { post: body({ $ref: '#/components/schemas/A' }) } },
        { components: { schemas: { A: { items: { $ref: '#/components/schemas/B' } }, B: { $id: 'x' } } } },
      ),
      'wallet.json POST /a',
      /components\.schemas\.B: .*\$id/,
    ],
    [
      'with a strangely named schema',
      contract(
        { '/a': { post: body({ $ref: '#/components/schemas/A/B' }) } },
        { components: { schemas: { 'A/B': {} } } },
      ),
      'wallet.json POST /a',
      /names no schema/,
    ],
    ['that is no object', contract({ '/a': { get: 'x' } }), 'wallet.json GET /a', /is not an object/],
    ['of a path that is no object', contract({ '/a': 'x' }), 'wallet.json GET /a', /is not an object/],
  ])('%s', (_why, content, place, message) => {
    const { paths } = content as { paths: object };
    const options = {
      files: { 'wallet.json': { ...content, paths: { ...paths, ...GOOD } } },
      grants: [{ upstream: 'wallet', scope: 'a:read', operations: ['* /*'] }],
    };

    expect(unfitOf(options)).toContainEqual({ path: place, message: expect.stringMatching(message) });
    const served = importOf(options)
      .tables()
      .flatMap(({ table }) => Object.values(table.rows).map(({ path }) => path));
    expect(served).toContain('/good');
    expect(served).not.toContain(place.split(' ')[2]);
  });

  it('unless it is excluded: then it is as if the file did not have it', () => {
    const paths = {
      '/a/{id}': { get: operation({ parameters: [ID], operationId: 'first' }) },
      '/a/{key}': { get: operation({ parameters: [{ ...ID, name: 'key' }], operationId: 'second' }) },
      '/b/../c': { get: operation() },
    };
    const exclude = [{ upstream: 'wallet', operations: ['first', 'GET /b/../c'] }];
    const grants = [{ upstream: 'wallet', scope: 'a:read', operations: ['second'] }];
    const options = { files: { 'wallet.json': contract(paths) }, exclude, grants };

    expect(unfitOf(options)).toEqual([]);
    expect(importOf(options).tables()[0]?.table.rows).toHaveProperty('second');
  });
});

describe('an operation that stands where the gateway has something else', () => {
  const place = (name: string, path: string, method = 'get'): Record<string, object> => ({
    [name]: contract({ [path]: { [method]: operation() } }),
  });

  it.each([
    [
      'the row of another upstream',
      place('wallet.json', '/transactions/search'),
      /is the route transactions\.searchTransactions/,
    ],
    [
      'another imported one',
      { ...place('middleware.json', '/v1/reports'), ...place('wallet.json', '/reports') },
      /is middleware\.json GET \/v1\/reports/,
    ],
    [
      'another of the same file, once the prefixes are gone',
      { 'middleware.json': contract({ '/v1/reports': { get: operation() }, '/api/v1/reports': { get: operation() } }) },
      /is middleware\.json GET \/v1\/reports/,
    ],
    [
      'another of the same file, but for the slash at its end',
      { 'middleware.json': contract({ '/v1/reports': { get: operation() }, '/v1/reports/': { get: operation() } }) },
      /is middleware\.json GET \/v1\/reports;/,
    ],
  ])('is not served: %s', (_what, files, message) => {
    expect(unfitOf({ files })).toEqual([{ path: expect.any(String), message: expect.stringMatching(message) }]);
  });

  it('is not served where it would take requests away from a parameter of another upstream', () => {
    const files = { 'wallet.json': contract({ '/partners/all/cardholders': { get: operation() } }) };
    expect(unfitOf({ files })).toEqual([
      {
        path: 'wallet.json GET /partners/all/cardholders',
        message: expect.stringContaining('is the route cardholders.listCardholders; see contracts.exclude'),
      },
    ]);
  });
});

describe('a setting about contracts is refused', () => {
  const files = { 'wallet.json': contract({ '/a': { get: operation({ operationId: 'readA' }) } }) };

  it.each(['GET /b', 'POST /a', 'tag:None', 'readB', 'GET a'])('that names nothing: %s', (entry) => {
    const selection = { upstream: 'wallet', operations: ['readA', entry] };
    expect(refusalsOf({ files, grants: [{ ...selection, scope: 'a:read' }], exclude: [selection] })).toEqual([
      { path: 'contracts.grants[0].operations[1]', message: 'names no operation of wallet.json' },
      { path: 'contracts.exclude[0].operations[1]', message: 'names no operation of wallet.json' },
    ]);
  });

  const broken = {
    'wallet.json': contract({
      '/': { get: operation() },
      '/a': { post: { ...body({ type: 'object', minProperties: 'many' }), operationId: 'makeA', tags: ['A'] } },
    }),
  };
  const granting = (entry: string): ContractOptions => ({
    files: broken,
    grants: [{ upstream: 'wallet', scope: 'a:write', operations: [entry] }],
  });

  it.each(['POST /a', 'makeA'])('that grants an operation by its name which cannot be served: %s', (entry) => {
    expect(refusalsOf(granting(entry))).toEqual([
      {
        path: 'wallet.json POST /a',
        message: expect.stringMatching(
          /^is granted and cannot be served: requestBody application.json: minProperties has a value that makes no sense$/,
        ),
      },
    ]);
  });

  it.each(['* /*', 'tag:A'])('not for granting it among others: %s', (entry) => {
    expect(unfitOf(granting(entry))).toContainEqual({
      path: 'wallet.json POST /a',
      message: expect.stringMatching(/^requestBody application.json: minProperties has a value/),
    });
  });
});
