import type { Decimal } from '../http/decimal.js';

/** A merchant's shop at the Middleware: the `client` of links, alternative payments, plans and charges. */
export interface Client {
  slug: string;
  /** The merchant whose token may act for it. */
  merchant: string;
  country: string;
  currency: string;
  /** `clientConfig.processors`. */
  processors: readonly string[];
  /** The merchant's minimum and maximum of one payment. */
  minAmount: Decimal;
  maxAmount: Decimal;
}
