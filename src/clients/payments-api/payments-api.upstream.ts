import { BUSINESS_CODES } from '../migo/business.codes.js';
import type { UpstreamDefinition } from '../upstream-definition.js';
import { listed } from '../../common/listed.js';
import { PaymentsApiClient } from './payments-api.client.js';

/** Migo: introduction/environments. */
export const PaymentsApi = {
  name: 'payments',
  title: 'Migo Payments API',
  database: 'payments',
  prefix: '',
  renamed: {},
  hosts: ['api.migopayments.com'],
  schemes: ['payments-jwt'],
  credential: 'payments-jwt',
  publicSchemes: [],
  operatorNeeds: 'scope',
  hasCardholders: false,
  codes: BUSINESS_CODES,
  refusesWith500: true,
  client: PaymentsApiClient,
  healthReads: ({ payments }) => listed(payments?.paths.healthLive, payments?.paths.healthReady),
  doctor: {
    harmlessRead: ({ payments }) => `${payments?.paths.transactionSearch ?? ''}?limit=1`,
    readsAs: 'application',
    ownJwt: ({ payments }) => payments,
  },
} as const satisfies UpstreamDefinition;
