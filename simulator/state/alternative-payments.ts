import type { Decimal } from '../http/decimal.js';
import type { Client } from './clients.js';
import { RAILS } from './payment-rails.js';

export const ALTERNATIVE_STATUSES = [
  'CREATED',
  'USED',
  'IN_PROGRESS',
  'APPROVED',
  'DENIED',
  'EXPIRED',
  'DISMISSED',
  'CANCELLED',
] as const;

export interface AlternativePayment {
  uid: string;
  client: string;
  merchant: string;
  userId: string;
  channel: string;
  amount: Decimal;
  currency: string;
  customKeys: Record<string, unknown> | undefined;
  status: (typeof ALTERNATIVE_STATUSES)[number];
  /** The rail in use, once a payment was started. */
  processor: string | null;
  paymentMethods: readonly string[];
  /** Milliseconds since the epoch, on the virtual clock. */
  expiresAtMs: number;
  /** The body of the dismissal, kept for audit. */
  dismissal: unknown;
}

/** What the merchant configured, as far as the platform has it in that country. */
export function paymentMethodsOf(client: Client): string[] {
  return client.processors.filter((name) => RAILS.get(name)?.countries.includes(client.country));
}

/** Unpaid payments end by themselves. */
export function expireIfPast(payment: AlternativePayment, nowMs: number): void {
  const open = payment.status === 'CREATED' || payment.status === 'USED' || payment.status === 'IN_PROGRESS';
  if (open && nowMs >= payment.expiresAtMs) payment.status = 'EXPIRED';
}
