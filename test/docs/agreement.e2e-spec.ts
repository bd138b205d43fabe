import { keyFor } from '../support/money-paths.js';
import { startAgreeableUpstream } from '../support/agreement/agreeable-upstream.js';
import { DocumentCheck, type Json, type Operation, operationsIn } from '../support/agreement/document-check.js';
import { type GeneratedRequest, randomOf, RequestGenerator } from '../support/agreement/generated-request.js';
import { BILLING, Client, type Reply } from '../support/client.js';
import { GatewayProcess } from '../support/gateway-process.js';

const SEEDS = [20_261_126, 9];
const REQUESTS = 6000;
const AT_ONCE = 16;

const ORIGIN = 'http://localhost:8080';
const MANY = { requests: 1_000_000, seconds: 60 };
const NO_LIMITS = {
  public: MANY,
  account: MANY,
  otp: MANY,
  partnerCodes: MANY,
  login: MANY,
  loginAddress: MANY,
  addressLogins: MANY,
};

/** Refusals of what a request is made of; all others are about who calls, or what became of it. */
const OF_THE_REQUEST = new Set([
  'validation_failed',
  'invalid_json',
  'invalid_path',
  'invalid_request',
  'malformed_request',
  // A path whose parameter the document enumerates: the lists that can be exported.
  'route_not_found',
  'unsupported_grant_type',
  'unsupported_media_type',
]);

describe('the document and the gateway', () => {
  let gateway: GatewayProcess;
  let upstream: Awaited<ReturnType<typeof startAgreeableUpstream>>;
  let document: Json;
  let operations: Operation[];
  let anonymous: Client;
  let service: Client;

  beforeAll(async () => {
    upstream = await startAgreeableUpstream();
    const at = { baseUrl: upstream.url };
    gateway = await GatewayProcess.start({
      config: { upstreams: { wallet: at, middleware: at, cms: at, payments: at }, limits: NO_LIMITS },
    });
    anonymous = new Client(gateway.url);
    document = (await anonymous.get('/openapi.json')).body;
    operations = operationsIn(document);
    service = await anonymous.asService(BILLING);
  });

  afterAll(async () => {
    await gateway.stop();
    await upstream.close();
  });

  it('agree on every one of 6000 generated requests', async () => {
    const requests = SEEDS.flatMap((seed) => generate(seed));
    const valid = requests.filter(({ isValid }) => isValid);
    expect(requests).toHaveLength(REQUESTS);
    expect(valid.length).toBeGreaterThan(REQUESTS / 3);
    expect(requests.length - valid.length).toBeGreaterThan(REQUESTS / 8);

    const disagreements: string[] = [];
    const left = [...requests];
    const work = async (): Promise<void> => {
      for (let request = left.pop(); request !== undefined; request = left.pop()) {
        const { status, body, text } = await answerTo(request);
        const isRefused =
          OF_THE_REQUEST.has(String(body?.code ?? body?.error)) && !(request.isValid && isOfTheGateway(body?.errors));
        if (isRefused === request.isValid)
          disagreements.push(`${described(request)} -> ${status} ${text.slice(0, 300)}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect(disagreements.sort()).toEqual([]);
    const tried = new Set(valid.map(({ operation }) => operation.id));
    expect(operations.filter(({ id }) => !tried.has(id)).map(({ id }) => id)).toEqual([]);
  }, 120_000);

  function generate(seed: number): GeneratedRequest[] {
    const generator = new RequestGenerator(document, new DocumentCheck(document), randomOf(seed));
    return Array.from({ length: REQUESTS / SEEDS.length }, (_none, index) => {
      const operation = operations[index % operations.length];
      if (operation === undefined) throw new Error('no operations');
      return generator.next(operation);
    });
  }

  /** Once more where a refused upload has closed the connection that the next request was put on. */
  async function answerTo(request: GeneratedRequest): Promise<Reply> {
    const reply = await send(request).catch(() => send(request));
    // Another request has set the user's password anew meanwhile.
    return reply.body?.code === 'session_invalid' ? send(request) : reply;
  }

  async function send({ operation, path, body, form }: GeneratedRequest): Promise<Reply> {
    const client = await callerOf(operation);
    const { method } = operation;
    if (form === undefined)
      return client.send(method, path, { ...(body !== undefined && { body: JSON.stringify(body) }) });
    if (operation.body?.type === 'multipart/form-data') return sendParts(client, { operation, path, form });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return client.send(method, path, { body: new URLSearchParams(form).toString(), headers });
  }

  function callerOf({ callers }: Operation): Client | Promise<Client> {
    if (callers === 'anyone') return anonymous;
    if (callers.includes('service')) return service;
    // A password that another request sets anew ends the user's sessions.
    if (callers.every((kind) => kind === 'cardholder')) return anonymous.logInAsCardholder();
    if (callers.includes('public')) return new Client(gateway.url, { origin: ORIGIN });
    // A session that this very call may end.
    return anonymous.logIn();
  }
});

/** Which partners there are is a matter of the settings, and what a cursor holds the gateway's alone: no document tells it. */
function isOfTheGateway(errors: readonly { field?: string; code: string }[] = []): boolean {
  const isOwn = ({ field, code }: { field?: string; code: string }): boolean =>
    field === 'cursor' || field === 'after' || (field === 'partner' && code === 'invalid');
  return errors.length > 0 && errors.every(isOwn);
}

async function sendParts(
  client: Client,
  { operation, path, form }: Required<Pick<GeneratedRequest, 'operation' | 'path' | 'form'>>,
): Promise<Reply> {
  const parts = new FormData();
  for (const [name, text] of Object.entries(form)) parts.append(name, text);
  const { properties = {} } = operation.body?.schema as { properties?: Record<string, Json> };
  for (const [name, { format, example, examples }] of Object.entries(properties)) {
    const [shown = example] = (examples ?? []) as unknown[];
    const fileName = String(shown).replace(/^@/, '');
    if (format === 'binary') parts.append(name, new Blob([contentOf(fileName)], { type: typeOf(fileName) }), fileName);
  }
  const headers = { ...client.headers, ...keyFor(operation.method, path) };
  const answer = await fetch(client.baseUrl + path, { method: operation.method, headers, body: parts });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text) };
}

function described({ operation, path, body, form, isValid }: GeneratedRequest): string {
  return `${isValid ? 'valid' : 'invalid'} ${operation.id} ${path} ${JSON.stringify(form ?? body)}`;
}

function contentOf(fileName: string): string {
  if (fileName.endsWith('.pdf')) return '%PDF-1.4\n';
  return fileName.endsWith('.xlsx') ? 'PK\u0003\u0004' : 'a,b\n';
}

function typeOf(fileName: string): string {
  if (fileName.endsWith('.pdf')) return 'application/pdf';
  return fileName.endsWith('.xlsx') ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv';
}
