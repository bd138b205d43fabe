import type { Subscription } from '../state/subscriptions.js';

export type SubscriptionView = Pick<
  Subscription,
  'subUid' | 'planUid' | 'clientId' | 'userId' | 'status' | 'nextRenewalDate' | 'amount' | 'currency'
>;

export function subscriptionView(subscription: Subscription): SubscriptionView {
  const { subUid, planUid, clientId, userId, status, nextRenewalDate, amount, currency } = subscription;
  return { subUid, planUid, clientId, userId, status, nextRenewalDate, amount, currency };
}
