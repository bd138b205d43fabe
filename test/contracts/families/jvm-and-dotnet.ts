import { type Family, file, json, ok, query, ref } from './family.js';

/** As frameworks of Java and C# write them. */
export const JVM_AND_DOTNET: readonly Family[] = [
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
];
