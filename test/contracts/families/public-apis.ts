import { type Family, file, json, ok, query, ref } from './family.js';

/** As companies publish theirs. */
export const PUBLIC_APIS: readonly Family[] = [
  {
    manner: 'a processor with discriminated methods and examples of every kind',
    file: file(
      '3.1.0',
      { '/methods': { post: { ...json(ref('Method')), ...ok } } },
      {
        Method: {
          oneOf: [ref('CardMethod'), ref('BankMethod')],
          discriminator: {
            propertyName: 'type',
            mapping: { card: '#/components/schemas/CardMethod', ach: '#/components/schemas/BankMethod' },
          },
        },
        CardMethod: {
          type: 'object',
          properties: { type: { type: 'string' }, number: { type: 'string', pattern: '^[0-9]{8,19}$' } },
          required: ['type', 'number'],
          example: { type: 'card' },
        },
        BankMethod: {
          type: 'object',
          properties: { type: { type: 'string' }, iban: { type: ['string', 'null'] } },
          required: ['type'],
        },
      },
    ),
    served: ['POST /methods'],
    told: [],
  },
  {
    manner: 'a wallet with headers, an idempotency key and servers of an operation',
    file: file('3.0.3', {
      '/transfers-in': {
        post: {
          parameters: [
            { name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } },
            { name: 'Trace-Context', in: 'header', schema: {} },
          ],
          ...json({ type: 'object', properties: { amount: { type: 'number', multipleOf: 0.01 } } }),
          ...ok,
        },
        head: ok,
        options: ok,
      },
      '/files-of': { get: { servers: [{ url: 'https://files.example.test' }], ...ok } },
    }),
    served: ['POST /transfers-in'],
    told: [
      /HEAD \/transfers-in: cannot be imported: a HEAD is never/,
      /OPTIONS \/transfers-in/,
      /\/files-of: cannot be imported: has servers of its own; ask for/,
      /not taken over: the header trace-context, which is not passed on$/m,
    ],
  },
  {
    manner: 'JSON:API of a vendor, with filters as objects',
    file: file('3.0.3', {
      '/invoices': {
        get: {
          parameters: [
            query('filter', { type: 'object' }, { style: 'deepObject' }),
            query('page[size]', { type: 'integer' }),
          ],
          responses: { 200: { description: '', content: { 'application/vnd.api+json': {} } } },
        },
        post: {
          ...json({ type: 'object', properties: { data: { type: 'object' } } }, 'application/vnd.api+json'),
          ...ok,
        },
      },
    }),
    served: ['GET /invoices', 'POST /invoices'],
    told: [/the query parameter filter, which is no plain name/, /the query parameter page\[size\]/],
  },
  {
    manner: 'a generator of Java: `*/*`, names with brackets, int64 and references to parameters',
    file: file(
      '3.0.1',
      {
        '/limits-of/{accountId}': {
          parameters: [ref('Account', 'parameters')],
          put: { ...json(ref('Limit«Daily»'), '*/*'), ...ok },
          get: { parameters: [{ $ref: '#/components/parameters/Gone' }], ...ok },
        },
      },
      { 'Limit«Daily»': { type: 'object', properties: { cents: { type: 'integer', format: 'int64' } } } },
      {
        parameters: {
          Account: { name: 'accountId', in: 'path', required: true, schema: { type: 'integer', format: 'int64' } },
        },
      },
    ),
    served: ['PUT /limits-of/:accountId'],
    told: [/GET \/limits-of\/\{accountId\}: cannot be imported: a parameter refers to nothing/],
  },
  {
    manner: 'a telephone company: forms, verbs in paths, suffixes, wildcards',
    file: file('3.0.1', {
      '/Messages.json': {
        get: ok,
        post: {
          ...json({ type: 'object', properties: { To: { type: 'string' } } }, 'application/x-www-form-urlencoded'),
          ...ok,
        },
      },
      '/Calls/{Sid}.json': { get: ok },
      '/Calls/{a}...{b}': { get: ok },
      '/Rooms/:id': { get: ok },
      '/Files/*': { get: ok },
    }),
    served: ['GET /Messages.json'],
    told: [
      /POST \/Messages\.json: cannot be imported: its body is a form: a grant takes it by form: true/,
      /\/Calls\/\{Sid\}\.json: cannot be imported/,
      /\{a\}\.\.\.\{b\}: cannot/,
      /\/Rooms\/:id: cannot/,
      /\/Files\/\*: cannot/,
    ],
  },
  {
    manner: 'a code host: cycles, anyOf of null, references beside words',
    file: file(
      '3.1.0',
      { '/trees': { post: { ...json(ref('Tree')), ...ok } } },
      {
        Tree: {
          type: 'object',
          required: ['children'],
          properties: {
            children: { type: 'array', items: ref('Tree') },
            parent: { anyOf: [ref('Tree'), { type: 'null' }] },
            left: { ...ref('Tree'), description: 'beside', deprecated: true },
          },
        },
      },
    ),
    served: ['POST /trees'],
    told: [],
  },
  {
    manner: 'a bank: annotations of wrong types, patterns that look ahead, required twice',
    file: file('3.0.0', {
      '/beneficiaries': {
        post: {
          deprecated: 'yes',
          description: null,
          tags: 'one',
          ...json({
            type: 'object',
            description: null,
            required: ['alias', 'alias'],
            properties: {
              alias: { type: 'string', pattern: '^(?=.*[A-Z]).+$', deprecated: 'no' },
              kind: { type: 'integer', enum: ['1', '2'] },
            },
          }),
          ...ok,
        },
      },
    }),
    served: ['POST /beneficiaries'],
    told: [
      /requestBody application\/json\.properties\.alias\.pattern, which cannot be matched in linear time: it is left to Migo/,
    ],
  },
  {
    manner: 'several files: references elsewhere, also where only answers use them',
    file: file('3.0.2', {
      '/elsewhere': { post: { ...json({ $ref: 'schemas/order.json' }), ...ok } },
      '/answers': {
        get: {
          responses: {
            200: {
              description: '',
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Gone' } } },
            },
          },
        },
      },
      '/split': { $ref: 'paths/split.json' },
    }),
    served: ['GET /answers'],
    told: [
      /POST \/elsewhere: cannot be imported: requestBody application\/json: a \$ref names no schema/,
      /GET \/split: cannot be imported: a \$ref instead of operations/,
    ],
  },
  {
    manner: 'a marketplace: lists and bare values as bodies, one path shape by two names, parameters without a place',
    file: file('3.0.0', {
      '/items/{item_id}': { get: { parameters: [{ name: 'nowhere', schema: {} }], ...ok } },
      '/items/{sku}': { delete: ok, put: { ...json({ type: 'array', items: { type: 'string' } }), ...ok } },
      '/items/{sku}/note': { put: { ...json({ type: 'string', maxLength: 5 }), ...ok } },
    }),
    served: ['GET /items/:itemId', 'DELETE /items/:itemId', 'PUT /items/:itemId', 'PUT /items/:sku/note'],
    told: [/parameters\[0\], which says no name or no place/],
  },
];
