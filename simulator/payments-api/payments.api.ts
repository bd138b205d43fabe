import type { ApiDefinition } from '../http/api-server.js';
import { paymentsEnvelope } from '../http/envelopes.js';
import { applicationLoginRoutes } from '../tokens/application-login.routes.js';
import { healthRoutes } from './health.routes.js';
import { transactionSearchRoutes } from './transaction-search.routes.js';

/** The migration gateway. Migo names its functions (transaction search, health probes); every path here is assumed. */
export const paymentsApi: ApiDefinition = {
  upstream: 'payments',
  envelope: paymentsEnvelope,
  routes(app, world) {
    applicationLoginRoutes(app, world, { upstream: 'payments', prefix: '', signature: 'required' });
    healthRoutes(app);
    transactionSearchRoutes(app, world);
  },
};
