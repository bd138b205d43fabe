import type { UpstreamDefinition } from '../upstream-definition.js';
import { listed } from '../../common/listed.js';
import { MiddlewareClient } from './middleware.client.js';
import { MIDDLEWARE_CODES } from './middleware.codes.js';

/** Migo: introduction/authentication. `middleware-body-keys` sends `privateKey` and `publicKey` in the body. */
export const Middleware = {
  name: 'middleware',
  title: 'Middleware',
  database: 'middleware',
  prefix: '/v1',
  renamed: {},
  hosts: ['mw.migopayments.com', 'sb-mw.migopayments.com'],
  schemes: ['middleware-jwt', 'middleware-merchant-token', 'middleware-merchant-token-raw', 'middleware-body-keys'],
  credential: 'middleware-jwt',
  publicSchemes: ['middleware-body-keys'],
  operatorNeeds: 'scope',
  hasCardholders: false,
  codes: MIDDLEWARE_CODES,
  refusesWith500: false,
  client: MiddlewareClient,
  healthReads: ({ middleware }) => listed(middleware?.paths.health),
  doctor: {
    harmlessRead: () => '/v1/plans/list',
    readsAs: 'application',
    ownJwt: ({ middleware }) => middleware,
    untried: ({ middleware }) => ({
      merchantToken: middleware?.merchantToken,
      'publicKey, privateKey': middleware?.privateKey,
    }),
  },
} as const satisfies UpstreamDefinition;
