import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Settings } from '../../src/config/settings.js';
import type { CallerKind } from '../../src/common/caller-kinds.js';
import { Limiter } from '../../src/limits/limiter.js';
import { SharedLimits } from '../../src/limits/shared-limits.js';
import { Contracts } from '../../src/contracts/contracts.js';
import { RequestChecks } from '../../src/contracts/schemas/request-check.js';
import { OpenApiDocument } from '../../src/openapi/openapi-document.js';
import { UpstreamTransports } from '../../src/clients/transport/upstream-transports.js';
import { createRouteController } from '../../src/app.controllers.js';
import { Forwarder } from '../../src/forwarding/forwarder.js';
import { RouteRegistry } from '../../src/policy/route.registry.js';
import { RowPolicy } from '../../src/policy/row-policy.js';
import { BodyBudget } from '../../src/edge/body/body-budget.js';
import { loadSettings } from '../../src/config/settings.loader.js';
import { faultyExamples } from '../support/examples.js';
import { findingsOf } from '../support/redocly.js';
import { sampleRoutes } from './sample-rows.js';

@Module({
  controllers: [createRouteController({ capability: 'samples', table: sampleRoutes })],
  providers: [
    { provide: RouteRegistry, useValue: { add: () => undefined } },
    { provide: Forwarder, useValue: {} },
    { provide: Limiter, useValue: {} },
    { provide: SharedLimits, useValue: {} },
    { provide: Settings, useValue: {} },
    { provide: RowPolicy, useValue: {} },
    { provide: BodyBudget, useValue: {} },
    { provide: UpstreamTransports, useValue: {} },
  ],
})
class SampleModule {}

describe('the documentation of a row', () => {
  let app: NestFastifyApplication;
  // The document is what the tests look into.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  let document: any;

  beforeAll(async () => {
    app = await NestFactory.create<NestFastifyApplication>(SampleModule, new FastifyAdapter(), { logger: false });
    document = documented();
  });

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  function documented(requiredFor?: CallerKind[]): any {
    const settings = loadSettings({ env: {}, directory: 'config' });
    if (requiredFor !== undefined) settings.idempotency.requiredFor = requiredFor;
    const built = new OpenApiDocument(settings, new Contracts([], [], [], new RequestChecks()));
    built.describe(app);
    return JSON.parse(JSON.stringify(built.get()));
  }

  afterAll(() => app.close());

  it('is lint-clean, and its examples are what its schemas say', async () => {
    expect(await findingsOf(document)).toEqual([]);
    expect(faultyExamples(document)).toEqual([]);
  });

  it('has who may call it as security: any session with its CSRF header, a service with the scope, nobody', () => {
    const { security } = document.paths['/v1/samples/{cardId}/payments'].post;
    expect(security).toEqual([
      { sessionToken: [] },
      { sessionCookie: [], csrfHeader: [] },
      { serviceToken: ['samples:write'] },
    ]);
    expect(document.paths['/v1/samples'].get.security).toEqual([
      { sessionToken: [] },
      { sessionCookie: [] },
      {},
      { applicationKey: [] },
    ]);
  });

  it('has an example of the body: what is required, and what has an example of its own', () => {
    const { content } = document.paths['/v1/samples/{cardId}/payments'].post.requestBody;
    expect(content['application/json'].example).toEqual({ amount: 12.5, note: 'rent' });
  });

  it('has schemas of JSON Schema 2020-12', () => {
    expect(document.components.schemas.PayDto.properties).toMatchObject({
      amount: { type: 'number', exclusiveMinimum: 0, examples: [12.5] },
      note: { type: ['string', 'null'] },
    });
    expect(document.components.schemas.PayDto.properties.amount).not.toHaveProperty('minimum');
  });

  it('has the parameters of path, query and headers, with their examples', () => {
    const { parameters } = document.paths['/v1/samples'].get;
    expect(parameters).toEqual([
      expect.objectContaining({ in: 'query', name: 'from', required: true, example: '2026-10-01' }),
      expect.objectContaining({ in: 'query', name: 'page', required: false }),
      expect.objectContaining({ in: 'header', name: 'x-merchant-id', required: false }),
    ]);
    expect(document.paths['/v1/samples/{cardId}/payments'].post.parameters).toEqual([
      expect.objectContaining({ in: 'path', name: 'cardId', example: '1001' }),
      expect.objectContaining({ in: 'header', name: 'Idempotency-Key', required: true }),
      expect.objectContaining({ in: 'header', name: 'X-Cms-Partner', required: false }),
      expect.objectContaining({ in: 'header', name: 'X-Otp', required: false }),
    ]);
  });

  it.each<[requiredFor: CallerKind[], required: boolean, told: string | undefined]>([
    [['operator', 'cardholder', 'service', 'public'], true, undefined],
    [['operator', 'cardholder', 'service'], true, undefined],
    [['service', 'cardholder'], false, 'Required of: service'],
    [[], false, undefined],
  ])('says of a payment whom %j demand a key of', (requiredFor, required, told) => {
    const { parameters } = documented(requiredFor).paths['/v1/samples/{cardId}/payments'].post;
    const { description, ...header } = parameters.find(({ name }: { name: string }) => name === 'Idempotency-Key');
    expect(header.required).toBe(required);
    expect(/Required of: .*/.exec(description)?.[0]).toBe(told);
  });

  it('has one list of form fields for an upload: files with their limits beside the text fields', () => {
    const { content } = document.paths['/v1/samples/evidence'].post.requestBody;
    expect(Object.keys(content)).toEqual(['multipart/form-data']);
    expect(content['multipart/form-data'].schema).toMatchObject({
      properties: {
        amount: { type: 'string' },
        evidence: {
          format: 'binary',
          description: expect.stringContaining('.pdf, .jpg, .jpeg, .png, .webp; at most 10 MiB'),
        },
      },
      required: ['amount', 'evidence'],
    });
  });

  it.each([
    ['/v1/samples', 'get', '200', 'application/json', 'Envelope'],
    ['/v1/samples/files', 'post', '200', 'application/json', 'Acknowledgement'],
    ['/v1/samples/progress', 'get', '200', 'text/event-stream', undefined],
    ['/v1/samples/{fileName}/download', 'get', '200', 'application/octet-stream', undefined],
  ])('%s has its kind of answer', (path, method, status, type, schema) => {
    const { content } = document.paths[path][method].responses[status];
    // What has no event may come as JSON.
    const others = type === 'text/event-stream' ? ['application/json'] : [];
    expect(Object.keys(content)).toEqual([type, ...others]);
    const reference = schema === undefined ? undefined : `#/components/schemas/${schema}`;
    expect(content[type].schema.$ref).toBe(reference);
  });

  it('has no body in an answer with 204', () => {
    expect(document.paths['/v1/samples/{cardId}'].delete.responses['204']).not.toHaveProperty('content');
  });

  it.each([
    ['/v1/samples', 'get', ['400', '401', '403', '404', '409', '422', '429', '4XX', '500', '502', '503', '504', '5XX']],
    [
      '/v1/samples/{fileName}/download',
      'get',
      ['400', '401', '403', '404', '409', '422', '429', '4XX', '500', '502', '503', '504', '5XX'],
    ],
    [
      '/v1/samples/evidence',
      'post',
      ['400', '401', '403', '404', '405', '409', '413', '415', '422', '429', '4XX', '500', '502', '503', '504', '5XX'],
    ],
  ])('%s has the problems that can happen', (path, method, statuses) => {
    const answers = Object.keys(document.paths[path][method].responses);
    expect(answers.filter((status) => !status.startsWith('2')).sort()).toEqual(statuses);
  });
});
