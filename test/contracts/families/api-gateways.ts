import { type Family, file, json, ok, ref } from './family.js';

/** As gateways in front of services export them. */
export const API_GATEWAYS: readonly Family[] = [
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
