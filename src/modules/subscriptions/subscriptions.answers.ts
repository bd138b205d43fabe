import { BOOLEAN, NUMBER, nullable, shape, TEXT } from '../../routes/shape.js';

/** `status`: `active`, `cancelled`, `inactive` or `expired` (Migo: recurring-payments/subscriptions). */
export const subscription = shape('Subscription', 'assumed', {
  subUid: TEXT,
  planUid: TEXT,
  clientId: TEXT,
  userId: TEXT,
  status: TEXT,
  'nextRenewalDate?': nullable(TEXT),
  'amount?': NUMBER,
  'currency?': TEXT,
  'notificationEmail?': nullable(TEXT),
});

const created = shape('CreatedSubscription', 'assumed', { subUid: TEXT, status: TEXT });

export const verifiedCard = shape('VerifiedCard', 'assumed', {
  verified: BOOLEAN,
  'cardId?': TEXT,
  'subscription?': created,
});
