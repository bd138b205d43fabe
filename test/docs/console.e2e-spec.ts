import { createContext, Script } from 'node:vm';
import { Client } from '../support/client.js';
import { GatewayProcess } from '../support/gateway-process.js';

type Tree = Readonly<Record<string, unknown>>;

interface Field {
  name: string;
  where: string;
  required: boolean;
  filled: boolean;
}

interface Parameter extends Tree {
  name: string;
  in: string;
  required?: boolean;
}

interface Operation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: {
    content: Record<string, { example?: Tree; schema: { required?: string[]; properties?: Record<string, Tree> } }>;
  };
  'x-form-or-query'?: string[];
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
}

/** What Scalar fills a field with: wherever in a parameter or a schema it stands. */
const FILLERS = new Set(['example', 'examples', 'default']);

const FORM = 'application/x-www-form-urlencoded';

describe('the console', () => {
  let gateway: GatewayProcess;
  let served: Document;
  let shown: Document;

  beforeAll(async () => {
    gateway = await GatewayProcess.start({ config: {} });
    const client = new Client(gateway.url);
    served = (await client.get('/openapi.json')).body;
    shown = await documentShown((await client.get('/docs/console.js')).text, served);
  });

  afterAll(() => gateway.stop());

  it('keeps its address and its window to itself', async () => {
    const { headers } = await new Client(gateway.url).get('/docs');

    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('fills in every required parameter and form field, and no other: what is not filled in is not ticked', () => {
    const fields = fieldsOf(shown);

    expect(fields.filter(({ required, filled }) => required !== filled)).toEqual([]);
    expect(fields.filter(({ required }) => required).length).toBeGreaterThan(50);
    expect(fields.filter(({ required }) => !required).length).toBeGreaterThan(50);
  });

  it('would fill in optional ones, if it took the document as it is served', () => {
    const optional = fieldsOf(served).filter(({ required, filled }) => !required && filled);

    expect(new Set(optional.map(({ where }) => where))).toEqual(new Set(['query', 'header', 'form']));
  });

  it('ticks how a service names itself in the form for a token, where else it would be a header', () => {
    const [of, before] = [shown, served].map((document) => withoutFillers(document) as Document);
    const form = (document: Document | undefined): { required?: string[] } =>
      document?.paths['/v1/auth/token']?.['post']?.requestBody?.content[FORM]?.schema ?? {};

    expect(form(before).required).toEqual(['grant_type']);
    expect(form(of).required).toEqual(['grant_type', 'client_id', 'client_secret']);
    Object.assign(form(of), { required: ['grant_type'] });
    // The rest of the document is shown as it is served.
    expect(of).toEqual(before);
  });
});

/** Runs the page's script with a page that has nothing in it. */
async function documentShown(script: string, document: Document): Promise<Document> {
  const configurations: { content: Document }[] = [];
  const element = { add: () => undefined, addEventListener: () => undefined };
  const page = createContext({
    crypto,
    document: { getElementById: () => element },
    fetch: () => Promise.resolve({ json: () => Promise.resolve(document) }),
    location: { origin: 'http://localhost:8080' },
    Option: class {},
    Scalar: { createApiReference: (_at: string, one: { content: Document }) => configurations.push(one) },
    structuredClone,
  });
  // The form then finds no login chosen: what is looked at was made before.
  await (new Script(`(async () => {${script}})()`).runInContext(page) as Promise<void>).catch(() => undefined);
  const [configuration] = configurations;
  if (configuration === undefined) throw new Error('the reference was not made');
  return configuration.content;
}

function fieldsOf({ paths }: Document): Field[] {
  return Object.values(paths)
    .flatMap((item) => Object.values(item))
    .flatMap((operation) => [...parametersOf(operation), ...formFieldsOf(operation)]);
}

function parametersOf({ operationId, parameters = [] }: Operation): Field[] {
  return parameters.map((parameter) => ({
    name: `${operationId}.${parameter.name}`,
    where: parameter.in,
    required: parameter.required === true,
    filled: hasFiller(parameter),
  }));
}

function formFieldsOf({ operationId, requestBody, 'x-form-or-query': either = [] }: Operation): Field[] {
  const { schema, example = {} } = requestBody?.content['multipart/form-data'] ?? { schema: {} };
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name: `${operationId}.${name}`,
    where: 'form',
    required: (schema.required ?? []).includes(name) || either.includes(name),
    filled: name in example || hasFiller(property),
  }));
}

function hasFiller(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, member]) => FILLERS.has(key) || hasFiller(member));
}

function withoutFillers(document: Document): unknown {
  return JSON.parse(JSON.stringify(document, (key, value: unknown) => (FILLERS.has(key) ? undefined : value)));
}
