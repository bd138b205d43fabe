import type { UpstreamName } from '../config/sections/upstream.settings.js';
import { CmsBackoffice } from './cms/cms.upstream.js';
import { Middleware } from './middleware/middleware.upstream.js';
import { PaymentsApi } from './payments-api/payments-api.upstream.js';
import type { UpstreamDefinition } from './upstream-definition.js';
import { WalletGateway } from './wallet-gateway/wallet-gateway.upstream.js';

const DEFINITIONS = {
  wallet: WalletGateway,
  cms: CmsBackoffice,
  middleware: Middleware,
  payments: PaymentsApi,
} as const satisfies Readonly<Record<UpstreamName, UpstreamDefinition>>;

/** One way to be authenticated at an upstream. The row of a route names it. */
export type CredentialScheme = (typeof DEFINITIONS)[UpstreamName]['schemes'][number];

export type Upstream = UpstreamDefinition<CredentialScheme>;

/** The one list of the upstreams, in the order in which the doctor tries a partner's credentials. */
export const UPSTREAMS: Readonly<Record<UpstreamName, Upstream>> = DEFINITIONS;
