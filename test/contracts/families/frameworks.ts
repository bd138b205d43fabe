import { type Family, file, json, ok, query, ref } from './family.js';

/** As other frameworks and gateways write them. */
export const FRAMEWORKS: readonly Family[] = [
  {
    manner: 'springdoc: pages as an object behind a reference, expressions of Java, a charset in the media type',
    file: file(
      '3.0.1',
      {
        '/api/invoices-of/{tenantId}': {
          get: {
            operationId: 'list_1',
            parameters: [
              { name: 'tenantId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
              query('pageable', ref('Pageable'), { required: true }),
              query('status', { type: 'string', default: 'OPEN', enum: ['OPEN', 'PAID'] }),
            ],
            responses: { 200: { description: 'OK', content: { '*/*': { schema: ref('Invoice') } } } },
          },
          post: { operationId: 'create', ...json(ref('Invoice'), 'application/json;charset=UTF-8'), ...ok },
        },
      },
      {
        Pageable: {
          type: 'object',
          properties: { page: { minimum: 0, type: 'integer', format: 'int32' }, sort: { type: 'array', items: {} } },
        },
        Invoice: {
          required: ['holder', 'total'],
          type: 'object',
          properties: {
            holder: { maxLength: 2147483647, minLength: 1, type: 'string', pattern: '^\\p{IsAlphabetic}++$' },
            total: { type: 'number', maximum: 9e18 },
            at: { type: 'string', format: 'date-time' },
            labels: { type: 'object', additionalProperties: { type: 'object' } },
          },
        },
      },
    ),
    served: ['GET /invoices-of/:tenantId', 'POST /invoices-of/:tenantId'],
    told: [/the query parameter pageable, which is no plain name with plain values: it passes unchecked/],
    calls: [
      { row: 'GET /invoices-of/:tenantId', query: { page: '0', size: '20', sort: ['a,desc', 'b'] } },
      { row: 'GET /invoices-of/:tenantId', query: { status: 'LOST' }, wrong: ['status'] },
      { row: 'POST /invoices-of/:tenantId', body: { holder: 'Ñandú', total: 19.99, labels: { a: 'x', b: 5 } } },
      { row: 'POST /invoices-of/:tenantId', body: { holder: '' }, wrong: ['total', 'holder'] },
    ],
  },
  {
    manner: 'FastAPI: alternatives with null everywhere, amounts as number or text, tuples',
    file: file(
      '3.1.0',
      {
        '/quotes-of/{quote_id}': {
          put: {
            operationId: 'update_quotes__quote_id__put',
            parameters: [
              { name: 'quote_id', in: 'path', required: true, schema: { type: 'integer', title: 'Quote Id' } },
              query('limit', { anyOf: [{ type: 'integer', maximum: 100 }, { type: 'null' }], title: 'Limit' }),
              query('tags', { type: 'array', items: { type: 'string' }, default: [], title: 'Tags' }),
              { name: 'x-token', in: 'header', schema: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
              { name: 'ads_id', in: 'cookie', schema: { type: 'string' } },
            ],
            ...json(ref('Quote')),
            ...ok,
          },
        },
      },
      {
        Quote: {
          type: 'object',
          title: 'Quote',
          required: ['amount', 'kind'],
          properties: {
            amount: {
              anyOf: [
                { type: 'number', exclusiveMinimum: 0 },
                { type: 'string', pattern: String.raw`^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$` },
              ],
            },
            kind: { type: 'string', const: 'spot' },
            note: { anyOf: [{ type: 'string', maxLength: 5 }, { type: 'null' }] },
            never: { type: 'null' },
            place: {
              type: 'array',
              items: false,
              prefixItems: [{ type: 'number' }, { type: 'number' }],
              minItems: 2,
              maxItems: 2,
            },
          },
        },
      },
    ),
    served: ['PUT /quotes-of/:quoteId'],
    told: [/the parameter ads_id, which is in cookie/, /cannot be matched in linear time: it is left to Migo/],
    calls: [
      {
        row: 'PUT /quotes-of/:quoteId',
        params: { quoteId: '5' },
        query: { limit: '7', tags: 'one' },
        body: { amount: '12.50', kind: 'spot', note: null, place: [1, 2] },
      },
      {
        row: 'PUT /quotes-of/:quoteId',
        params: { quoteId: 'x' },
        query: { limit: '700' },
        body: { amount: 0, kind: 'swap', note: 'too long', place: [1] },
        wrong: ['quoteId', 'limit', 'amount', 'kind', 'note', 'place'],
      },
    ],
  },
  {
    manner: 'ASP.NET: classes that inherit and are closed, four media types, null beside oneOf, numbers by name',
    file: file(
      '3.0.1',
      {
        '/api/Orders-of/{orderId}': {
          post: {
            tags: ['Orders'],
            parameters: [
              { name: 'orderId', in: 'path', required: true, schema: { type: 'integer', format: 'int32' } },
              query('Filter.Status', ref('Status')),
            ],
            requestBody: {
              content: Object.fromEntries(
                ['application/json-patch+json', 'application/json', 'text/json', 'application/*+json'].map((type) => [
                  type,
                  { schema: { oneOf: [ref('Order')], nullable: true } },
                ]),
              ),
            },
            ...ok,
          },
        },
      },
      {
        Status: { type: 'integer', enum: [0, 1], format: 'int32', 'x-enumNames': ['New', 'Paid'] },
        Entity: {
          type: 'object',
          additionalProperties: false,
          properties: { id: { type: 'string', format: 'guid' } },
          required: ['id'],
        },
        Order: {
          allOf: [
            ref('Entity'),
            {
              type: 'object',
              additionalProperties: false,
              properties: {
                wait: { type: 'string', format: 'time-span' },
                buyer: { nullable: true, oneOf: [ref('Entity')] },
                total: { type: 'number', format: 'decimal' },
              },
            },
          ],
        },
      },
    ),
    served: ['POST /Orders-of/:orderId'],
    told: [],
    calls: [
      {
        row: 'POST /Orders-of/:orderId',
        params: { orderId: '5' },
        query: { 'Filter.Status': '1' },
        body: { id: 'a', wait: '00:01:00', buyer: null, total: 5.25 },
      },
      {
        row: 'POST /Orders-of/:orderId',
        params: { orderId: '5' },
        body: { buyer: { id: 5, more: 1 }, total: '5' },
        wrong: ['id', 'buyer.id', 'buyer.more', 'total'],
      },
    ],
  },
  {
    manner: 'Django: slashes at the end, enums of nothing, one body as JSON and as forms, amounts as text',
    file: file(
      '3.0.3',
      {
        '/api/v1/ledgers-of/': { get: ok },
        // Another one for whoever compares texts, and the same for everybody else.
        '/api/v1/ledgers-of': { get: ok },
        '/api/v1/ledgers-of/{id}/': {
          get: {
            operationId: 'ledgers_retrieve',
            parameters: [
              { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
              query('created__gte', { type: 'string', format: 'date' }),
              query('state__in', { type: 'array', items: { type: 'string' } }, { explode: false, style: 'form' }),
            ],
            ...ok,
          },
          patch: {
            operationId: 'ledgers_partial_update',
            parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
            requestBody: {
              content: Object.fromEntries(
                ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'].map((type) => [
                  type,
                  { schema: ref('PatchedLedger') },
                ]),
              ),
            },
            ...ok,
          },
        },
      },
      {
        PatchedLedger: {
          type: 'object',
          properties: {
            id: { type: 'integer', readOnly: true },
            state: { nullable: true, oneOf: [ref('StateEnum'), ref('BlankEnum'), ref('NullEnum')] },
            total: { type: 'string', format: 'decimal', pattern: String.raw`^-?\d{0,8}(?:\.\d{0,2})?$` },
          },
        },
        StateEnum: { enum: ['open', 'closed'], type: 'string', description: '* `open` - Open' },
        BlankEnum: { enum: [''] },
        NullEnum: { enum: [null] },
      },
    ),
    served: ['GET /ledgers-of', 'GET /ledgers-of/:id', 'PATCH /ledgers-of/:id'],
    asked: ['GET /api/v1/ledgers-of/', 'GET /api/v1/ledgers-of/:id/', 'PATCH /api/v1/ledgers-of/:id/'],
    told: [
      /GET \/api\/v1\/ledgers-of\/: imported as GET \/v1\/ledgers-of with scope/,
      /GET \/api\/v1\/ledgers-of: cannot be imported: would be GET \/v1\/ledgers-of, which is \w+\.json GET \/api\/v1\/ledgers-of\/; see contracts\.exclude/,
    ],
    calls: [
      { row: 'GET /ledgers-of/:id', params: { id: '5' }, query: { created__gte: '2026-01-01', state__in: 'a,b' } },
      { row: 'PATCH /ledgers-of/:id', params: { id: '5' }, body: { state: '', total: '5.00' } },
      { row: 'PATCH /ledgers-of/:id', params: { id: '5' }, body: { state: null } },
      {
        row: 'PATCH /ledgers-of/:id',
        params: { id: '5' },
        body: { state: 'lost', total: '5.001' },
        wrong: ['state', 'total'],
      },
    ],
  },
  {
    manner: 'Amazon API Gateway: integrations, a rest of the path, a method for any, an empty model',
    file: file(
      '3.0.1',
      {
        '/payouts-of': {
          post: {
            parameters: [{ name: 'x-api-key', in: 'header', required: true, schema: { type: 'string' } }],
            ...json(ref('Payout')),
            responses: { 200: { description: '200 response', headers: { 'Access-Control-Allow-Origin': {} } } },
            security: [{ api_key: [] }],
            'x-amazon-apigateway-request-validator': 'Validate body',
            'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: 'arn:aws:x' },
          },
          options: { ...ok, 'x-amazon-apigateway-integration': { type: 'mock' } },
        },
        '/files-by/{proxy+}': {
          'x-amazon-apigateway-any-method': { parameters: [{ name: 'proxy', in: 'path', required: true }], ...ok },
        },
        '/reports-by/{proxy+}': {
          get: { parameters: [{ name: 'proxy', in: 'path', required: true, schema: { type: 'string' } }], ...ok },
        },
      },
      {
        Payout: {
          title: 'Payout',
          required: ['amount'],
          type: 'object',
          properties: { amount: { minimum: 1, type: 'integer' }, meta: ref('Empty') },
        },
        Empty: { title: 'Empty Schema', type: 'object' },
      },
    ),
    served: ['POST /payouts-of'],
    told: [
      /OPTIONS \/payouts-of: cannot be imported/,
      /GET \/reports-by\/\{proxy\+\}: cannot be imported: a segment of a path is one parameter/,
    ],
    calls: [
      { row: 'POST /payouts-of', headers: { 'x-api-key': 'k' }, body: { amount: 5, meta: { a: 1 } } },
      { row: 'POST /payouts-of', body: { amount: 0 }, wrong: ['x-api-key', 'amount'] },
    ],
  },
];
