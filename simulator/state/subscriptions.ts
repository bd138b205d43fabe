import type { Decimal } from '../http/decimal.js';

/** Exactly these four (recurring-payments/lifecycle). */
export const SUBSCRIPTION_STATUSES = ['active', 'cancelled', 'expired', 'inactive'] as const;

export interface Subscription {
  subUid: string;
  planUid: string;
  /** The client's slug. */
  clientId: string;
  userId: string;
  cardId: string;
  transactionUid: string;
  status: (typeof SUBSCRIPTION_STATUSES)[number];
  amount: Decimal;
  currency: string;
  createdAt: string;
  nextRenewalDate: string;
  notificationEmail?: string | undefined;
}
