import { Decimal } from '../http/decimal.js';
import type { Payment } from './payments.js';
import type { PaymentMethod } from './payment-methods.js';
import { SUBSCRIPTION_STATUSES, type Subscription } from './subscriptions.js';

const CREATED_AT = '2026-05-01T12:00:00.000Z';
const MONTHS = ['2026-06', '2026-07', '2026-08'];

/** `sub_demo_active`, `..._cancelled`, `..._expired`, `..._inactive` of users `50255560001` to `...4`, client `migoDeveloper`. */
export function seedSubscriptions(): Subscription[] {
  return SUBSCRIPTION_STATUSES.map((status, index) => ({
    subUid: `sub_demo_${status}`,
    planUid: 'plan_demo_gold',
    clientId: 'migoDeveloper',
    userId: `5025556000${index + 1}`,
    cardId: `card_demo_${index + 1}`,
    transactionUid: `trx_demo0000000${index + 1}`,
    status,
    amount: new Decimal('125.50'),
    currency: 'GTQ',
    createdAt: CREATED_AT,
    nextRenewalDate: '2026-12-01T12:00:00.000Z',
    notificationEmail: `cliente${index + 1}@demo.migo.test`,
  }));
}

export function seedPaymentMethods(subscriptions: readonly Subscription[]): PaymentMethod[] {
  return subscriptions.map(({ userId, clientId, cardId }) => ({
    userId,
    clientId,
    cardId,
    processorId: 'visa-cybersource',
    alias: 'Visa',
    isDefault: true,
  }));
}

/** Three months each; the last charge of the inactive one was refused. */
export function seedPayments(subscriptions: readonly Subscription[]): Payment[] {
  return subscriptions.flatMap(({ subUid, amount, currency, cardId, status }) =>
    MONTHS.map((month, index) => ({
      paymentUid: `pay_demo_${status}_${index + 1}`,
      subscriptionId: subUid,
      amount,
      currency,
      cardId,
      status: status === 'inactive' && index === MONTHS.length - 1 ? 'denied' : 'approved',
      metadata: undefined,
      createdAt: `${month}-01T12:00:00.000Z`,
    })),
  );
}
