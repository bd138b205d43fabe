import type { Capability } from '../routes/route.js';
import { alternativePaymentRoutes } from './alternative-payments/alternative-payments.routes.js';
import { bulkUploadRoutes } from './bulk-uploads/bulk-uploads.routes.js';
import { businessRoutes } from './businesses/businesses.routes.js';
import { cardholderRoutes } from './cardholders/cardholders.routes.js';
import { cardRoutes } from './cards/cards.routes.js';
import { chargeRoutes } from './charges/charges.routes.js';
import { configRoutes } from './configs/configs.routes.js';
import { leadRoutes } from './leads/leads.routes.js';
import { linkedCardRoutes } from './linked-cards/linked-cards.routes.js';
import { paymentLinkRoutes } from './payment-links/payment-links.routes.js';
import { paymentMethodRoutes } from './payment-methods/payment-methods.routes.js';
import { permissionRoutes } from './permissions/permissions.routes.js';
import { planRoutes } from './plans/plans.routes.js';
import { processRequestRoutes } from './process-requests/process-requests.routes.js';
import { refundRoutes } from './refunds/refunds.routes.js';
import { subscriptionRoutes } from './subscriptions/subscriptions.routes.js';
import { terminalPaymentRoutes } from './terminal-payments/terminal-payments.routes.js';
import { terminalRoutes } from './terminals/terminals.routes.js';
import { transactionRoutes } from './transactions/transactions.routes.js';
import { transferRoutes } from './transfers/transfers.routes.js';
import { userPermissionRoutes } from './user-permissions/user-permissions.routes.js';
import { userRoutes } from './users/users.routes.js';

/** Every capability of the gateway and its route table. Its name is the first part of their ids. */
export const CAPABILITIES: readonly Capability[] = [
  { capability: 'cards', table: cardRoutes },
  { capability: 'transfers', table: transferRoutes },
  { capability: 'linked-cards', table: linkedCardRoutes },
  { capability: 'users', table: userRoutes },
  { capability: 'user-permissions', table: userPermissionRoutes },
  { capability: 'leads', table: leadRoutes },
  { capability: 'businesses', table: businessRoutes },
  { capability: 'terminals', table: terminalRoutes },
  { capability: 'terminal-payments', table: terminalPaymentRoutes },
  { capability: 'configs', table: configRoutes },
  { capability: 'cardholders', table: cardholderRoutes },
  { capability: 'bulk-uploads', table: bulkUploadRoutes },
  { capability: 'process-requests', table: processRequestRoutes },
  { capability: 'permissions', table: permissionRoutes },
  { capability: 'payment-links', table: paymentLinkRoutes },
  { capability: 'alternative-payments', table: alternativePaymentRoutes },
  { capability: 'plans', table: planRoutes },
  { capability: 'subscriptions', table: subscriptionRoutes },
  { capability: 'payment-methods', table: paymentMethodRoutes },
  { capability: 'charges', table: chargeRoutes },
  { capability: 'refunds', table: refundRoutes },
  { capability: 'transactions', table: transactionRoutes },
];
