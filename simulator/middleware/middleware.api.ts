import type { ApiDefinition } from '../http/api-server.js';
import { middlewareEnvelope } from '../http/envelopes.js';
import { applicationLoginRoutes } from '../tokens/application-login.routes.js';
import { alternativeCreateRoutes } from './alternative-create.routes.js';
import { alternativeDismissRoutes } from './alternative-dismiss.routes.js';
import { alternativeIntentRoutes } from './alternative-intent.routes.js';
import { alternativeProcessRoutes } from './alternative-process.routes.js';
import { chargeUploadRoutes } from './charge-upload.routes.js';
import { chargeRoutes } from './charge.routes.js';
import { paymentHistoryRoutes } from './payment-history.routes.js';
import { paymentLinkRoutes } from './payment-link.routes.js';
import { paymentMethodRoutes } from './payment-method.routes.js';
import { planRoutes } from './plan.routes.js';
import { reversalRoutes } from './reversal.routes.js';
import { subscriptionRoutes } from './subscription.routes.js';
import { verifyCardRoutes } from './verify-card.routes.js';

/** `migo-api`. Login and refresh are assumed to be like the Wallet Gateway's. */
export const middlewareApi: ApiDefinition = {
  upstream: 'middleware',
  envelope: middlewareEnvelope,
  routes(app, world) {
    applicationLoginRoutes(app, world, { upstream: 'middleware', prefix: '', signature: 'required' });
    paymentLinkRoutes(app, world);
    alternativeCreateRoutes(app, world);
    alternativeIntentRoutes(app, world);
    alternativeProcessRoutes(app, world);
    alternativeDismissRoutes(app, world);
    planRoutes(app, world);
    subscriptionRoutes(app, world);
    verifyCardRoutes(app, world);
    paymentMethodRoutes(app, world);
    chargeRoutes(app, world);
    chargeUploadRoutes(app, world);
    paymentHistoryRoutes(app, world);
    reversalRoutes(app, world);
  },
};
