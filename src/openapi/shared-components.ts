import { UPSTREAM_NAMES } from '../config/sections/upstream.settings.js';
import { CATALOGUE } from '../problems/catalogue.js';

/** The answers that all operations share. JSON Schema 2020-12. */
export const SHARED_SCHEMAS = {
  Envelope: {
    type: 'object',
    description:
      'Migo’s standard envelope. Amounts keep the digits that Migo gave: nothing is read as a floating-point number.',
    required: ['success'],
    properties: {
      success: { type: 'boolean', const: true },
      message: { type: 'string' },
      data: { description: 'Depends on the operation' },
    },
    example: { success: true, message: 'Done', data: {} },
  },
  Acknowledgement: {
    type: 'object',
    description: 'Whether it worked, and no more',
    required: ['success'],
    properties: { success: { type: 'boolean', const: true }, message: { type: 'string' } },
    example: { success: true },
  },
  OpenBodyDto: { description: 'Migo documents no fields: any JSON is passed on', example: {} },
  Problem: {
    type: 'object',
    description: 'RFC 9457. Branch on `code`; every code is in the error catalogue (docs/errors.md).',
    required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'requestId', 'retryable', 'success'],
    properties: {
      type: { type: 'string', format: 'uri', description: '`urn:migo-gateway:problem:` and the code' },
      title: { type: 'string' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { type: 'string', description: 'What happened this time, or what to do about it' },
      instance: { type: 'string', format: 'uri' },
      code: {
        type: 'string',
        description: 'Stable; more may be added, so any text is valid',
        'x-extensible-enum': Object.keys(CATALOGUE),
      },
      requestId: { type: 'string', description: 'Quote it when you ask for help' },
      retryable: {
        type: 'boolean',
        description: 'Whether the same request, sent again later, can succeed without anything else being changed',
      },
      upstream: { type: 'string', enum: [...UPSTREAM_NAMES] },
      errors: {
        type: 'array',
        description: 'Wrong fields, or the codes that Migo gave',
        items: {
          type: 'object',
          required: ['code', 'message'],
          properties: {
            code: { type: 'string' },
            message: { type: 'string' },
            field: { type: 'string', description: 'Dotted path' },
          },
        },
      },
      success: { type: 'boolean', const: false, description: 'For clients of Migo’s own envelope' },
    },
  },
  OAuthError: {
    description: 'RFC 6749, section 5.2, and all that a problem has',
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      {
        type: 'object',
        required: ['error', 'error_description'],
        properties: { error: { type: 'string' }, error_description: { type: 'string' } },
      },
    ],
  },
};

export const SHARED_HEADERS = {
  RequestId: {
    description: 'Of this request, in logs too; a request may bring its own as `X-Request-Id`',
    schema: { type: 'string' },
    example: '5f0c9a52-3c1e-4b0e-9d53-0a1f8c7e6b21',
  },
  RateLimit: {
    description:
      'What is left (`r`) of each limit that counts this call, and the seconds until it begins anew (`t`); also with successes (draft-ietf-httpapi-ratelimit-headers-10)',
    schema: { type: 'string' },
    example: '"caller";r=2999;t=60',
  },
  RateLimitPolicy: {
    description: 'The limits that count this call: `q` calls in `w` seconds; also with successes',
    schema: { type: 'string' },
    example: '"caller";q=3000;w=60',
  },
  Challenge: {
    description:
      'How to prove who is calling, or that a one-time code was verified (RFC 9110, section 11.6.1; RFC 6750; RFC 9470)',
    schema: { type: 'string' },
    example: 'Bearer',
  },
  Replayed: {
    description:
      '`true` where the call was made before with this `Idempotency-Key`: the answer is that of then, and nothing was done now',
    schema: { type: 'string', const: 'true' },
    example: 'true',
  },
  Outcome: {
    description: 'Of a replay whose answer is not at hand: what is known of it',
    schema: { type: 'string', format: 'uri-reference' },
    example: '/v1/outcomes/5f0c9a52-3c1e-4b0e-9d53-0a1f8c7e6b21',
  },
  RetryAfter: { description: 'Seconds to wait', schema: { type: 'integer', minimum: 0 }, example: 1 },
};
