import { type Family, file, json, ok, query, ref } from './family.js';

/** As frameworks of Python write them. */
export const PYTHON: readonly Family[] = [
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
];
