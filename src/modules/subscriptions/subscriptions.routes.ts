import { defineRoutes } from '../../routing/route.js';
import { Middleware } from '../../routing/upstream-target.js';
import { ListSubscriptionsQuery, VerifyCardDto } from './subscriptions.dto.js';

export const subscriptionRoutes = defineRoutes(Middleware, {
  listSubscriptions: {
    method: 'GET',
    path: '/subscriptions',
    callers: ['operator', 'service'],
    scope: 'subscriptions:read',
    query: ListSubscriptionsQuery,
    summary: "List a user's subscriptions",
    docs: 'recurring-payments/overview',
    evidence: 'documented',
  },
  verifyCard: {
    method: 'POST',
    path: '/subscriptions/verify-card',
    callers: ['operator', 'service'],
    scope: 'subscriptions:write',
    money: true,
    body: VerifyCardDto,
    summary: 'Verify a card, and subscribe its holder to a plan',
    docs: 'recurring-payments/payment-methods',
    evidence: 'documented',
  },
});
