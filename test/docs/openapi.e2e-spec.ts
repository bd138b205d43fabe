import type { View } from '../../src/views/language/view.js';
import { BUILT_IN_VIEWS } from '../../src/views/tables/built-in.views.js';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client } from '../support/client.js';
import { examplesIn, faultyExamples } from '../support/examples.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { findingsOf } from '../support/redocly.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The gateway's own operations, beside the rows of the route tables. */
const VIEWS = Object.values<View>(BUILT_IN_VIEWS).map(
  ({ path }) => `GET /v1/views${path.replaceAll(/:([A-Za-z]+)/g, '{$1}')}`,
);
const OWN = [
  'GET /.well-known/oauth-authorization-server',
  'GET /.well-known/jwks.json',
  'GET /health',
  'POST /v1/auth/cardholder/login',
  'POST /v1/auth/operator/login',
  'POST /v1/auth/otp',
  'PUT /v1/auth/otp',
  'GET /v1/auth/session',
  'GET /v1/exports/{row}',
  'GET /v1/outcomes/{key}',
  'GET /v1/status',
  'DELETE /v1/auth/session',
  'GET /v1/auth/sessions',
  'DELETE /v1/auth/sessions',
  'DELETE /v1/auth/sessions/{sessionId}',
  'POST /v1/auth/token',
];

/** What these have in `data`, Migo neither documents nor shows, and nobody needs to guess it. */
const UNKNOWN_DATA = [
  'setPin',
  'setUserPin',
  'deleteLinkedCard',
  'uploadBusinessFiles',
  'deleteTerminal',
  'getConfigs',
  'updateConfigs',
  'revertTransaction',
  'refundTransaction',
  'dismissAlternativePayment',
];

interface Documented {
  name: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the document is what the tests look into
  operation: any;
}

describe('the OpenAPI document', () => {
  let simulator: Simulator;
  let gateway: GatewayProcess;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the document is what the tests look into
  let document: any;
  let operations: Documented[];
  let rows: string[];

  beforeAll(async () => {
    simulator = await startSimulator();
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator) } });
    document = (await new Client(gateway.url).get('/openapi.json')).body;
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item as object)
        .filter(([method]) => METHODS.includes(method))
        .map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
    );
    const { body } = await new Client(gateway.adminUrl).get('/ops/routes');
    rows = body.routes.map(({ method, path }: { method: string; path: string }) => `${method} ${braced(path)}`);
  });

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
  });

  it('is of version 3.1 and has no finding of Redocly’s recommended rules', async () => {
    expect(document.openapi).toMatch(/^3\.1/);
    expect(await findingsOf(document)).toEqual([]);
  });

  it('has exactly the running routes: those of the admin port, and the gateway’s own', () => {
    expect(rows.length).toBeGreaterThan(5);
    expect(operations.map(({ name }) => name).sort()).toEqual([...rows, ...OWN, ...VIEWS].sort());
  });

  it('has operations that answer: none is unknown to the router', async () => {
    const client = new Client(gateway.url);
    const answers = await Promise.all(
      operations.map(async ({ name }) => {
        const [method = '', path = ''] = name.split(' ');
        const { body } = await client.send(method, path.replaceAll(/\{\w+\}/g, '1'));
        return { name, code: String(body?.code) };
      }),
    );
    expect(answers.filter(({ code }) => code === 'route_not_found')).toEqual([]);
  });

  it('has an operationId of its own, a summary and a described tag for every operation', () => {
    const ids = operations.map(({ operation }) => String(operation.operationId));
    expect(new Set(ids).size).toBe(operations.length);
    const tags: string[] = document.tags.map(({ name }: { name: string }) => name);
    const odd = operations.filter(({ operation }) => !operation.summary || !tags.includes(operation.tags[0]));
    expect(odd.map(({ name }) => name)).toEqual([]);
  });

  it('has examples of requests, answers and problems, and they are what their schemas say', () => {
    const withoutBody = operations.filter(({ operation: { requestBody } }) =>
      Object.values(requestBody?.content ?? {}).some((media) => !('example' in (media as object))),
    );
    expect(withoutBody.map(({ name }) => name)).toEqual([]);
    const withoutAnswer = operations.filter(({ operation: { responses } }) => examplesIn(responses, '').length === 0);
    // A file is shown by no example.
    expect(withoutAnswer.filter(({ operation }) => !isFile(operation)).map(({ name }) => name)).toEqual([]);
    for (const response of Object.values(document.components.responses)) {
      expect(examplesIn(response, '')).not.toEqual([]);
    }
    expect(faultyExamples(document)).toEqual([]);
  });

  it('has examples of bodies that the gateway itself takes', async () => {
    const ana = await new Client(gateway.url).logIn();
    const withBody = operations.filter(({ operation }) => operation.requestBody?.content['application/json']);
    const answers = await Promise.all(
      withBody.map(async ({ name, operation: { parameters, requestBody } }) => {
        const [method = '', path = ''] = name.split(' ');
        const { body } = await ana.send(method, filled(path, parameters), {
          body: requestBody.content['application/json'].example,
        });
        return { name, code: String(body?.code), errors: body?.errors };
      }),
    );
    expect(withBody.length).toBeGreaterThan(3);
    expect(answers.filter(({ code }) => ['validation_failed', 'invalid_json'].includes(code))).toEqual([]);
  });

  it('says of every operation how a caller proves itself', () => {
    const unguarded = operations.filter(({ operation }) => operation.security.length === 0).map(({ name }) => name);
    const open = ['GET /.well-known/jwks.json', 'GET /.well-known/oauth-authorization-server', 'GET /health'];
    expect(unguarded.sort()).toEqual([...open, 'POST /v1/auth/cardholder/login', 'POST /v1/auth/operator/login']);
  });

  it('says what is in `data`, open and with its evidence, for all operations but the ten that nobody knows', () => {
    const successes = operations.flatMap(({ operation }) =>
      Object.entries(operation.responses)
        .filter(([status]) => status.startsWith('2'))
        .map(([, answer]) => ({
          id: operation.operationId,
          schema: (answer as Answer).content?.['application/json']?.schema,
        })),
    );
    const unknown = successes.filter(({ schema }) => schema?.$ref === '#/components/schemas/Envelope');
    expect(unknown.map(({ id }) => String(id)).sort()).toEqual([...UNKNOWN_DATA].sort());
    expect(unknown.length).toBeLessThanOrEqual(10);
    const shapes = Object.values(document.components.schemas as Record<string, Shape>).filter(
      (one) => one['x-evidence'],
    );
    expect(shapes.length).toBeGreaterThan(30);
    expect(shapes.filter(({ additionalProperties }) => additionalProperties !== true)).toEqual([]);
    const { properties } = document.components.schemas.Cardholder;
    expect(properties).toMatchObject({ name: { type: 'string' }, cards: { items: { $ref: expect.any(String) } } });
  });

  it('has ids of one type, in paths, bodies and answers', () => {
    const types = new Map<string, Set<string>>();
    for (const [name, type] of idsIn(document)) types.set(name, (types.get(name) ?? new Set()).add(type));
    // A card of the Middleware is a token; a transaction has a number at a terminal and a text elsewhere.
    const several = [...types].filter(([, all]) => all.size > 1).map(([name]) => name);
    expect(several.sort()).toEqual(['cardId', 'transactionId']);
    expect(types.get('cardholderId')).toEqual(new Set(['string']));
  });

  it('has codes of problems that may become more', () => {
    const { code } = document.components.schemas.Problem.properties;
    expect(code).toEqual({ type: 'string', description: expect.any(String), 'x-extensible-enum': expect.any(Array) });
    expect(code['x-extensible-enum']).toContain('validation_failed');
  });

  it('names a server for the simulator, the sandbox and production, and shows no upstream', () => {
    const servers: { url: string; description: string }[] = document.servers;
    expect(servers.map(({ description }) => description.split(':')[0])).toEqual(['simulator', 'sandbox', 'production']);
    expect(JSON.stringify(document)).not.toContain(new URL(simulator.urls.cms).host);
  });
});

interface Answer {
  content?: Record<string, { schema?: { $ref?: string } }>;
}

interface Shape {
  'x-evidence'?: string;
  additionalProperties?: boolean;
}

/** Every property and parameter whose name ends with `Id`, with its type. */
function idsIn(node: unknown): [string, string][] {
  if (typeof node !== 'object' || node === null) return [];
  const { name, schema, properties = {} } = node as { name?: unknown; schema?: object; properties?: object };
  const own: [string, unknown][] = [
    ...Object.entries(properties),
    ...(typeof name !== 'string' ? [] : [[name, schema] as [string, unknown]]),
  ];
  const ids = own.flatMap(([key, value]): [string, string][] => {
    const type: unknown = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
    const types = [type].flat().filter((one) => one !== 'null' && one !== undefined);
    // Migo says `number` where its samples have whole ones.
    return key.endsWith('Id') && types.length > 0 ? [[key, types.join(' or ').replace('integer', 'number')]] : [];
  });
  return [...ids, ...Object.values(node).flatMap(idsIn)];
}

interface Parameter {
  in: string;
  name: string;
  required?: boolean;
  example?: string | number;
}

/** With the examples of its path parameters and of those of its query that are required. */
function filled(path: string, parameters: readonly Parameter[]): string {
  const exampleOf = (name: string): string => String(parameters.find((one) => one.name === name)?.example ?? '1');
  const query = parameters.filter((one) => one.in === 'query' && one.required === true);
  const pairs = query.map(({ name }): [string, string] => [name, exampleOf(name)]);
  return `${path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => exampleOf(name))}?${new URLSearchParams(pairs).toString()}`;
}

function isFile({ responses }: { responses: object }): boolean {
  return JSON.stringify(responses).includes('application/octet-stream');
}

function braced(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}');
}
