import { defineRoutes } from '../../routes/define-routes.js';
import { Middleware } from '../../clients/middleware/middleware.upstream.js';
import { ListSubscriptionsQuery, UpdateSubscriptionDto, VerifyCardDto } from './subscriptions.dto.js';
import { listOf } from '../../routes/shape.js';
import { subscription, verifiedCard } from './subscriptions.answers.js';
import { cancelLookUp, verifyCardLookUp } from './subscriptions.look-ups.js';

export const subscriptionRoutes = defineRoutes(Middleware, {
  listSubscriptions: {
    method: 'GET',
    path: '/subscriptions',
    callers: ['operator', 'service'],
    scope: 'subscriptions:read',
    query: ListSubscriptionsQuery,
    data: listOf(subscription),
    pages: 'whole',
    summary: "List a user's subscriptions",
    docs: 'recurring-payments/overview',
    evidence: 'documented',
  },
  updateSubscription: {
    method: 'PUT',
    path: '/subscriptions',
    callers: ['operator', 'service'],
    scope: 'subscriptions:write',
    body: UpdateSubscriptionDto,
    data: subscription,
    summary: 'Change the e-mail address that a subscription notifies',
    docs: 'recurring-payments/lifecycle',
    evidence: 'documented',
  },
  getSubscription: {
    method: 'GET',
    path: '/subscriptions/detail/:subUid',
    callers: ['operator', 'service'],
    scope: 'subscriptions:read',
    data: subscription,
    summary: 'Show a subscription',
    docs: 'recurring-payments/overview',
    evidence: 'documented',
  },
  cancelSubscription: {
    method: 'DELETE',
    path: '/subscriptions/:subUid',
    reserved: ['payment-methods'],
    callers: ['operator', 'service'],
    scope: 'subscriptions:write',
    data: subscription,
    lookUp: cancelLookUp,
    summary: 'Cancel a subscription at once, for good',
    docs: 'recurring-payments/lifecycle',
    evidence: 'documented',
  },
  verifyCard: {
    method: 'POST',
    path: '/subscriptions/verify-card',
    callers: ['operator', 'service'],
    scope: 'subscriptions:write',
    money: true,
    body: VerifyCardDto,
    data: verifiedCard,
    lookUp: verifyCardLookUp,
    summary: 'Verify a card, and subscribe its holder to a plan',
    docs: 'recurring-payments/payment-methods',
    evidence: 'documented',
  },
});
