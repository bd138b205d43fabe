import type { OpenAPIObject } from '@nestjs/swagger';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** RFC 6749, section 4.4.2. Its errors have names of their own, so the form is read by hand and not by the DTO pipe. */
export const TOKEN_FORM: Schema = {
  type: 'object',
  required: ['grant_type'],
  properties: {
    grant_type: { type: 'string', enum: ['client_credentials'] },
    client_id: {
      type: 'string',
      example: 'demo-billing',
      description: 'With `client_secret`, unless HTTP Basic authentication is used',
    },
    client_secret: { type: 'string', format: 'password', example: 'demo-billing-secret-1' },
    scope: {
      type: 'string',
      description: 'Separated by spaces; all of the client where left out',
    },
  },
};

/** RFC 6749, section 5.1. */
export const TOKEN_ANSWER: Schema = {
  type: 'object',
  required: ['access_token', 'token_type', 'expires_in', 'scope'],
  properties: {
    access_token: { type: 'string', example: 'eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl' },
    token_type: { type: 'string', enum: ['Bearer'] },
    expires_in: { type: 'integer', description: 'Seconds', example: 300 },
    scope: { type: 'string', example: 'cardholders:read' },
  },
};

const TEXTS: Schema = { type: 'array', items: { type: 'string' } };

/** RFC 8414, section 2. */
export const METADATA_ANSWER: Schema = {
  type: 'object',
  required: ['issuer', 'token_endpoint', 'jwks_uri', 'response_types_supported'],
  properties: {
    issuer: { type: 'string', example: 'http://127.0.0.1:8080' },
    token_endpoint: { type: 'string', example: 'http://127.0.0.1:8080/v1/auth/token' },
    jwks_uri: { type: 'string', example: 'http://127.0.0.1:8080/.well-known/jwks.json' },
    grant_types_supported: { ...TEXTS, example: ['client_credentials'] },
    response_types_supported: { ...TEXTS, example: [] },
    token_endpoint_auth_methods_supported: { ...TEXTS, example: ['client_secret_basic', 'client_secret_post'] },
    scopes_supported: { ...TEXTS, example: ['cardholders:read'] },
  },
};

/** RFC 7517, section 5. */
export const KEYS_ANSWER: Schema = {
  type: 'object',
  required: ['keys'],
  properties: {
    keys: {
      type: 'array',
      items: {
        type: 'object',
        required: ['kty', 'crv', 'x', 'kid', 'use', 'alg'],
        properties: {
          kty: { type: 'string', example: 'OKP' },
          crv: { type: 'string', example: 'Ed25519' },
          x: { type: 'string', example: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
          kid: { type: 'string', example: 'k1' },
          use: { type: 'string', enum: ['sig'] },
          alg: { type: 'string', enum: ['EdDSA'] },
        },
      },
    },
  },
};
