import type { UpstreamName } from '../config/upstream.settings.js';
import type { CredentialScheme } from '../credentials/credential.js';

/** What all rows of one upstream have in common. */
export interface UpstreamTarget {
  name: UpstreamName;
  title: string;
  /** The service's own prefix, which public paths leave out. */
  prefix: string;
  /** Of rows that name no other. */
  credential: CredentialScheme;
}

export const WalletGateway = {
  name: 'wallet',
  title: 'Wallet Gateway',
  prefix: '',
  credential: 'wallet-application',
} as const satisfies UpstreamTarget;

export const Middleware = {
  name: 'middleware',
  title: 'Middleware',
  prefix: '/v1',
  credential: 'middleware-jwt',
} as const satisfies UpstreamTarget;

export const CmsBackoffice = {
  name: 'cms',
  title: 'CMS Backoffice',
  prefix: '/app',
  credential: 'cms-operator',
} as const satisfies UpstreamTarget;

export const PaymentsApi = {
  name: 'payments',
  title: 'Migo Payments API',
  prefix: '',
  credential: 'payments-jwt',
} as const satisfies UpstreamTarget;
