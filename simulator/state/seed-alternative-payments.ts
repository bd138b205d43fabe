import { Decimal } from '../http/decimal.js';
import { ALTERNATIVE_STATUSES, paymentMethodsOf, type AlternativePayment } from './alternative-payments.js';
import { DEMO_CLIENTS } from './seed-clients.js';

// The demo data is always the same, so these do not expire.
const NEVER = Number.MAX_SAFE_INTEGER;
const IN_PROGRESS_RAILS = ['zigi', 'fri', 'akisiQR'];

/** `trx_alt_created`, `trx_alt_used` and so on, one per status; under way by rail: `trx_alt_zigi`, `..._fri`, `..._akisiQR`. */
export function seedAlternativePayments(): AlternativePayment[] {
  const byStatus = ALTERNATIVE_STATUSES.map((status, index) =>
    payment(`trx_alt_${status.toLowerCase()}`, status, { processor: index < 2 ? null : 'zigi', number: index + 1 }),
  );
  const underWay = IN_PROGRESS_RAILS.map((processor, index) =>
    payment(`trx_alt_${processor}`, 'IN_PROGRESS', { processor, number: index + 20 }),
  );
  return [...byStatus, ...underWay];
}

function payment(
  uid: string,
  status: AlternativePayment['status'],
  more: { processor: string | null; number: number },
): AlternativePayment {
  const client = DEMO_CLIENTS[0];
  if (!client) throw new RangeError('There is no demo client');
  return {
    uid,
    client: client.slug,
    merchant: client.merchant,
    userId: `502555570${String(more.number).padStart(2, '0')}`,
    channel: 'web',
    amount: new Decimal(`${more.number * 25}.50`),
    currency: client.currency,
    customKeys: { orderId: `order-${more.number}` },
    status,
    processor: more.processor,
    paymentMethods: paymentMethodsOf(client),
    expiresAtMs: NEVER,
    dismissal: undefined,
  };
}
