import type { Row } from './route.js';

/** Beginnings of paths whose last parameter Migo documents as a number, with the page that says so. */
const NUMERIC: Readonly<Record<`/${string}`, string>> = {
  '/cards/:cardId': 'wallet/card-lifecycle',
  '/businesses/:commerceId': 'merchants/document-upload',
  '/devices/:deviceId/transactions/:transactionId': 'terminal-payments/cancel-transaction',
};

/** Names of the parameters of a row that are numbers. An imported operation says that itself. */
export function numericParametersOf({ path, evidence }: Pick<Row, 'path' | 'evidence'>): string[] {
  if (evidence === 'imported') return [];
  const beginnings = Object.keys(NUMERIC).filter((beginning) => `${path}/`.startsWith(`${beginning}/`));
  return beginnings.map((beginning) => beginning.slice(beginning.lastIndexOf(':') + 1));
}
