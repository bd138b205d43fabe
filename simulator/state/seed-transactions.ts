import { Decimal } from '../http/decimal.js';
import type { Transaction } from './transactions.js';

const MIDDLEWARE_COUNT = 40;
const COUNT = 60;
const STATUSES = ['approved', 'approved', 'used', 'denied', 'authorized', 'refunded', 'expired'];
const METHODS = ['card', 'card', 'fri', 'card', 'transfer'];
const FIRST_DAY = Date.parse('2026-06-01T09:00:00Z');
const A_DAY_AND_SOME = 86_400_000 + 5_400_000;

/**
 * `trx_demo00000001` to `...40` are the Middleware's (transaction N has userId `5025555` + N in 4 digits), `...41` to `...60`
 * the migration gateway's. All belong to `migoDeveloper`.
 */
export function seedTransactions(): Transaction[] {
  return Array.from({ length: COUNT }, (_, index) => transaction(index + 1));
}

function transaction(number: number): Transaction {
  return {
    uid: `trx_demo${String(number).padStart(8, '0')}`,
    surface: number <= MIDDLEWARE_COUNT ? 'middleware' : 'migration',
    client: 'migoDeveloper',
    userId: `5025555${String(number).padStart(4, '0')}`,
    reference: `order-${1000 + number}`,
    status: STATUSES[number % STATUSES.length] ?? 'approved',
    amount: amount(number),
    currency: number % 4 === 0 ? 'USD' : 'GTQ',
    paymentMethod: METHODS[number % METHODS.length] ?? 'card',
    createdAt: new Date(FIRST_DAY + number * A_DAY_AND_SOME).toISOString(),
  };
}

// Trailing zeros, four decimals, and one amount that a JavaScript number cannot hold.
function amount(number: number): Decimal {
  if (number === COUNT) return new Decimal('98765432109876.5432');
  if (number % 6 === 0) return new Decimal(`${number}.1000`);
  return new Decimal(`${number * 13}.${String((number * 30) % 100).padStart(2, '0')}`);
}
