import { type Family, file, json, ok, query, ref } from './family.js';

/** As `@nestjs/swagger` writes them. */
export const NEST_PROJECTS: readonly Family[] = [
  {
    manner: 'a new Nest project: a root, a controller with a parameter, one operationId in two modules',
    file: file(
      '3.0.0',
      {
        '/': { get: { operationId: 'AppController_getHello', parameters: [], ...ok } },
        '/tenants/{tenant}/orders': {
          post: { operationId: 'AppController_create', parameters: [], ...json(ref('CreateOrderDto')), ...ok },
        },
        '/orders/stats': {
          get: {
            operationId: 'AppController_create',
            parameters: [query('day', { format: 'date-time', type: 'string' })],
            ...ok,
          },
        },
      },
      {
        CreateOrderDto: {
          type: 'object',
          properties: { note: { type: 'object' }, state: { nullable: true, allOf: [ref('State')] } },
        },
        State: { type: 'string', enum: ['new', 'paid'] },
      },
    ),
    served: ['POST /tenants/:tenant/orders', 'GET /orders/stats'],
    told: [
      /GET \/: cannot be imported: its path is nothing but a prefix/,
      /the operationId AppController_create, which an earlier one has/,
    ],
  },
  {
    manner: 'Nest with versions, files and generics by name',
    file: file(
      '3.0.0',
      {
        '/v1/documents': {
          post: {
            ...json(
              { type: 'object', properties: { scan: { type: 'string', format: 'binary' } } },
              'multipart/form-data',
            ),
            ...ok,
          },
        },
        '/v1/documents/{id}': {
          get: {
            deprecated: true,
            parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
            responses: { 200: { description: '', content: { '*/*': {} } } },
          },
        },
        '/v1/search': { post: { ...json(ref('Page%3CDocument%3E')), ...ok } },
      },
      {
        'Page<Document>': { type: 'object', properties: { items: { type: 'array', items: ref('Document') } } },
        Document: { type: 'object', properties: { id: { type: 'string', readOnly: true } }, required: ['id'] },
      },
    ),
    served: ['GET /documents/:id', 'POST /search'],
    told: [/POST \/v1\/documents: cannot be imported: its body is a form: a grant says by multipart/],
  },
];
