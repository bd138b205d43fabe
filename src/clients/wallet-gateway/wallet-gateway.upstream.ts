import { BUSINESS_CODES } from '../migo/business.codes.js';
import type { UpstreamDefinition } from '../upstream-definition.js';
import { listed } from '../../common/listed.js';
import { WalletGatewayClient } from './wallet-gateway.client.js';

/**
 * Migo: wallet/overview. `wallet-application-id` sends the header `applicationId` as well; `wallet-x-application-id` the header
 * `x-application-id`, which only samples have, and only where the settings want it.
 */
export const WalletGateway = {
  name: 'wallet',
  title: 'Wallet Gateway',
  database: 'wallet-and-cms',
  prefix: '',
  renamed: {},
  hosts: ['api.ali.app', 'ali-qa.ali.app'],
  schemes: ['wallet-application', 'wallet-application-id', 'wallet-x-application-id'],
  credential: 'wallet-application',
  publicSchemes: ['wallet-application', 'wallet-application-id'],
  operatorNeeds: 'permission',
  hasCardholders: true,
  codes: BUSINESS_CODES,
  refusesWith500: true,
  client: WalletGatewayClient,
  healthReads: ({ wallet }) => listed(wallet?.paths.health),
  doctor: {
    harmlessRead: () => '/users/permissions',
    readsAs: 'application',
    lacks: ({ privateKey }) => (privateKey === undefined ? 'privateKey' : undefined),
  },
} as const satisfies UpstreamDefinition;
