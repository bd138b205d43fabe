import { ForbiddenException, HttpException, NotFoundException } from '@nestjs/common';
import fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import { beginRecord } from '../../src/observability/request-log.js';
import { Problem } from '../../src/problems/problem.js';
import { ProblemFilter } from '../../src/edge/problem.filter.js';
import { StoreUnavailableError } from '../../src/storage/key-value-store.js';
import { logLines } from '../storage/log-lines.js';

const log = logLines();
let server: FastifyInstance;
let thrown: unknown;
let recorded: string | undefined;

beforeEach(() => {
  log.clear();
  recorded = undefined;
  const filter = new ProblemFilter(log.loggers);
  server = fastify({ genReqId: () => 'request-1', bodyLimit: 100 });
  server.addHook('onRequest', (request, reply, done) => {
    beginRecord(request, reply);
    done();
  });
  server.addHook('onResponse', (request, _reply, done) => {
    recorded = request.record.problem;
    done();
  });
  server.setErrorHandler((error, request, reply) => {
    filter.answer(error, request, reply);
  });
  server.get('/', (request, reply) => {
    filter.answer(thrown, request, reply);
  });
  server.post('/', () => ({}));
  server.get('/half', (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    reply.raw.write('{"success":true,"data":[');
    setImmediate(() => {
      filter.answer(new Error('cut'), request, reply);
    });
  });
});
afterEach(() => server.close());

function answerTo(error: unknown): Promise<LightMyRequestResponse> {
  thrown = error;
  return server.inject('/');
}

const STRANGERS: [what: string, error: unknown][] = [
  ['an error of our own making', new TypeError('canary of undefined')],
  ['an error with a code', Object.assign(new Error('canary'), { code: 'ECONNREFUSED', address: 'canary' })],
  ['an error with a cause', new Error('canary', { cause: new Error('canary inside') })],
  ['an exception of the framework without a code of ours', new ForbiddenException('canary')],
  ['an exception of the framework with 500', new HttpException({ canary: 'canary' }, 500)],
  ['an error of a library that happens to have a status', Object.assign(new Error('canary'), { statusCode: 404 })],
  ['a text', 'canary'],
  ['nothing at all', undefined],
];

describe('an error that is no problem', () => {
  it.each(STRANGERS)('is told as internal_error and no word of it: %s', async (_what, error) => {
    const answer = await answerTo(error);
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toEqual({
      type: 'urn:migo-gateway:problem:internal_error',
      title: 'The gateway failed',
      status: 500,
      detail: 'Report the requestId.',
      instance: 'urn:migo-gateway:request:request-1',
      code: 'internal_error',
      requestId: 'request-1',
      retryable: false,
      success: false,
    });
    expect(JSON.stringify(answer.headers)).not.toContain('canary');
  });

  it.each(STRANGERS)('is logged exactly once, with the request: %s', async (_what, error) => {
    await answerTo(error);
    expect(log.lines().map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ level: 'error', requestId: 'request-1', code: 'internal_error' }),
    ]);
  });
});

describe('a problem', () => {
  it('is answered as application/problem+json with its status and headers', async () => {
    const headers = { 'retry-after': '7', 'content-type': 'text/html' };
    const answer = await answerTo(new Problem('credential_unavailable', { headers }));
    expect(answer.statusCode).toBe(503);
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringMatching(/^application\/problem\+json\b/),
      'retry-after': '7',
      'x-request-id': 'request-1',
    });
    expect(answer.json()).toMatchObject({ code: 'credential_unavailable', retryable: true });
  });

  it('is named in the record of the request', async () => {
    await answerTo(new Problem('conflict'));
    expect(recorded).toBe('conflict');
  });

  it('is not logged where it is the fault of the caller', async () => {
    await answerTo(new Problem('conflict', { cause: new Error('canary') }));
    expect(log.lines()).toEqual([]);
  });

  it('is logged once as a warning, with its cause, where an upstream failed', async () => {
    const answer = await answerTo(new Problem('upstream_error', { upstream: 'cms', cause: new Error('the cause') }));
    expect(answer.body).not.toContain('the cause');
    expect(log.lines().map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({
        level: 'warn',
        code: 'upstream_error',
        upstream: 'cms',
        err: expect.objectContaining({ message: 'the cause' }),
      }),
    ]);
  });

  it('tells that the store is away and when to come back', async () => {
    const answer = await answerTo(new StoreUnavailableError(new Error('canary')));
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
    expect(answer.json()).toMatchObject({ code: 'session_store_unavailable', retryable: true });
    expect(answer.body).not.toContain('canary');
  });
});

describe('what the framework refuses', () => {
  const JSON_TYPE = { 'content-type': 'application/json' };

  it.each([
    ['a body that is no JSON', { payload: '{"canary":', headers: JSON_TYPE }, 400, 'invalid_json'],
    ['a body that is too large', { payload: `"${'x'.repeat(200)}"`, headers: JSON_TYPE }, 413, 'payload_too_large'],
    ['another content type', { payload: 'a', headers: { 'content-type': 'a/b' } }, 415, 'unsupported_media_type'],
  ])('is a problem of its own: %s', async (_what, request, status, code) => {
    const answer = await server.inject({ method: 'POST', url: '/', ...request });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ code, status, success: false });
    expect(answer.body).not.toContain('canary');
    expect(log.lines()).toEqual([]);
  });

  it('is a problem of its own: a path that does not exist', async () => {
    const answer = await answerTo(new NotFoundException('Cannot GET /canary'));
    expect(answer.json()).toMatchObject({ code: 'route_not_found', status: 404 });
    expect(answer.body).not.toContain('canary');
  });
});

describe('an error after the answer has begun', () => {
  it('breaks the connection, so that half an answer cannot pass for a whole one', async () => {
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    const answer = await fetch(`${url}/half`);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    expect(log.lines()).toHaveLength(1);
  });
});
