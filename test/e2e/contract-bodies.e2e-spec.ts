import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract, operation } from '../contracts/contract-folder.js';
import { Client } from '../support/client.js';
import { GatewayProcess } from '../support/gateway-process.js';

const VENDOR = 'application/vnd.api+json';
const FORM = 'application/x-www-form-urlencoded';
const taking = (type: string, schema: object, more: object = {}): object =>
  operation({ requestBody: { required: true, content: { [type]: { schema } } }, ...more });
const answers = (type: string): object => ({ responses: { 200: { description: 'ok', content: { [type]: {} } } } });
const AMOUNT = { type: 'object', properties: { amount: { type: 'integer', minimum: 1 } }, required: ['amount'] };

const FILE = contract({
  '/vendor': { post: taking(VENDOR, AMOUNT, answers(VENDOR)) },
  '/form': { post: taking(FORM, AMOUNT) },
  '/any': { post: taking('*/*', AMOUNT, answers('*/*')), get: operation(answers('*/*')) },
  '/list': { put: taking('application/json', { type: 'array', items: { type: 'string' } }) },
  '/word': { put: taking('application/json', { type: 'string', maxLength: 3 }) },
  '/several': {
    post: operation({
      requestBody: {
        content: Object.fromEntries(
          ['application/json-patch+json', 'application/json; charset=utf-8', 'application/*+json'].map((type) => [
            type,
            { schema: AMOUNT },
          ]),
        ),
      },
    }),
  },
  '/keyed': {
    post: operation({
      deprecated: true,
      parameters: [
        { name: 'Idempotency-Key', in: 'header', schema: { type: 'string', minLength: 900 } },
        { name: 'old', in: 'query', deprecated: true, schema: { type: 'string' } },
      ],
      requestBody: {
        content: {
          'application/json': {
            schema: { type: 'object', properties: { was: { type: 'string', deprecated: true }, amount: {} } },
          },
        },
      },
    }),
  },
  '/asked': {
    get: operation({
      parameters: [
        { name: 'v', in: 'query', schema: { type: 'integer' } },
        { name: 'toString', in: 'query', schema: { type: 'string' } },
      ],
    }),
  },
});
const GRANT = { upstream: 'wallet', scope: 'subscriptions:write', money: false };

interface Received {
  text: string;
  url: string | undefined;
  headers: IncomingHttpHeaders;
}

/** Takes bodies of any type, and logs applications in. */
async function startUpstream(received: Received[]): Promise<Server> {
  const expirationToken = new Date(Date.now() + 1_800_000).toISOString();
  const answer = { success: true, data: { accessToken: 'at-any', refreshToken: 'rt-any', expirationToken } };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ text: Buffer.concat(chunks).toString(), url: request.url, headers: request.headers });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

describe('bodies of imported operations', () => {
  const received: Received[] = [];
  let wallet: Server;
  let gateway: GatewayProcess;
  let service: Client;

  beforeAll(async () => {
    wallet = await startUpstream(received);
    const { port } = wallet.address() as AddressInfo;
    const directory = mkdtempSync(join(tmpdir(), 'contracts-'));
    writeFileSync(join(directory, 'wallet.json'), JSON.stringify(FILE));
    const grants = [
      { ...GRANT, operations: ['POST /form'], form: true },
      { ...GRANT, operations: ['PUT /word'], check: 'report' },
      { ...GRANT, operations: ['POST /keyed'], money: undefined },
      { ...GRANT, operations: ['* /*'] },
    ];
    gateway = await GatewayProcess.start({
      config: { upstreams: { wallet: { baseUrl: `http://127.0.0.1:${port}` } }, contracts: { directory, grants } },
    });
    service = await new Client(gateway.url).asService();
  }, 30_000);

  afterAll(async () => {
    await gateway.stop();
    wallet.close();
  });

  const sent = (): Received | undefined => received.at(-1);
  const statusOf = async (method: string, path: string, body?: string, type = 'application/json'): Promise<number> =>
    (await service.send(method, `/v1${path}`, body === undefined ? {} : { body, headers: { 'content-type': type } }))
      .status;

  it.each([VENDOR, 'application/json'])('of a vendor go as the file has them, sent as %s', async (type) => {
    expect(await statusOf('POST', '/vendor', '{"amount": 5}', type)).toBe(200);
    expect(sent()).toMatchObject({ text: '{"amount": 5}', headers: { 'content-type': VENDOR, accept: VENDOR } });
    expect(await statusOf('POST', '/vendor', '{"amount":0}', type)).toBe(400);
  });

  it('may be forms where the grant says so, and are checked as texts', async () => {
    expect(await statusOf('POST', '/form', 'amount=5&note=a+b', FORM)).toBe(200);
    expect(sent()).toMatchObject({ text: 'amount=5&note=a+b', headers: { 'content-type': FORM } });
    expect(await statusOf('POST', '/form', 'amount=0', FORM)).toBe(400);
    expect(await statusOf('POST', '/any', 'amount=5', FORM)).toBe(415);
  });

  it('of any type are JSON, and so are answers that say so', async () => {
    expect(await statusOf('POST', '/any', '{"amount":5}')).toBe(200);
    expect(await statusOf('POST', '/any', '{"amount":0}')).toBe(400);
    const { status, headers, body } = await service.get('/v1/any');
    expect([status, headers.get('content-disposition'), body.success]).toEqual([200, null, true]);
  });

  it('are plain JSON where the file has that among others, whatever comes first', async () => {
    expect(await statusOf('POST', '/several', '{"amount":5}')).toBe(200);
    expect(sent()?.headers['content-type']).toBe('application/json');
    expect(await statusOf('POST', '/several', '{"amount":0}')).toBe(400);
  });

  it('are sent once by a key, where the file has an optional one of its own', async () => {
    const before = received.length;
    const post = (key: string): Promise<unknown> =>
      service
        .send('POST', '/v1/keyed', { body: '{"amount":1}', headers: { 'idempotency-key': key } })
        .then(({ status }) => status);
    expect([await post('key-0001'), await post('key-0001'), await post('key-0002')]).toEqual([200, 200, 200]);
    expect(received.length - before).toBe(2);
  });

  it('are told in the document with one key, and as deprecated where the file says so', async () => {
    const document: unknown = await (await fetch(`${gateway.url}/openapi.json`)).json();
    const { paths } = document as { paths: Record<string, Record<string, { parameters: { name: string }[] }>> };
    const keyed = paths['/v1/keyed']?.['post'];
    expect(keyed).toMatchObject({
      deprecated: true,
      requestBody: { content: { 'application/json': { schema: { properties: { was: { deprecated: true } } } } } },
    });
    expect(keyed?.parameters).toContainEqual(expect.objectContaining({ name: 'old', deprecated: true }));
    const names = JSON.stringify(keyed?.parameters).match(/idempotency-?key/gi);
    expect(names).toHaveLength(1);
  });

  it('may be lists and bare values', async () => {
    expect(await statusOf('PUT', '/list', '["a","b"]')).toBe(200);
    expect(sent()?.text).toBe('["a","b"]');
    expect(await statusOf('PUT', '/list', '[1]')).toBe(400);
    expect(await statusOf('PUT', '/word', '"abc"')).toBe(200);
  });

  it('are passed on and counted where the grant says so', async () => {
    expect(await statusOf('PUT', '/word', '"abcdef"')).toBe(200);
    const metrics = await (await fetch(`${gateway.adminUrl}/metrics`)).text();
    expect(metrics).toMatch(
      /migo_gateway_contract_faults_total\{route="imported-wallet\.putWord",keyword="maxLength"\} 1/,
    );
  });

  it('have a query in whatever spelling', async () => {
    expect(await statusOf('GET', '/asked?%76=1')).toBe(200);
    expect(await statusOf('GET', '/asked?%76=x')).toBe(400);
    expect(await statusOf('GET', '/asked?toString=abc')).toBe(200);
    expect(sent()?.url).toBe('/asked?toString=abc');
  });
});
