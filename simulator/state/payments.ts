import type { Decimal } from '../http/decimal.js';

/** One charge of a subscription, as the payment history shows it; its fields are not documented. */
export interface Payment {
  paymentUid: string;
  subscriptionId: string;
  amount: Decimal;
  currency: string;
  cardId: string;
  status: 'approved' | 'denied';
  metadata: unknown;
  createdAt: string;
}
