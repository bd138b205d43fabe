import type { Decimal } from '../http/decimal.js';

export interface Transaction {
  uid: string;
  /** verify-card knows only the Middleware's; the Payments API searches all of them. */
  surface: 'middleware' | 'migration';
  client: string;
  userId: string;
  reference: string;
  status: string;
  amount: Decimal;
  currency: string;
  paymentMethod: string;
  createdAt: string;
  /** What was given back so far; it accumulates (card-payments/refunds). */
  refundedAmount?: Decimal;
}
