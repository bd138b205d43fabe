import type { Decimal } from '../http/decimal.js';
import type { State } from '../state/state.js';

export interface ChargeItem {
  subscriptionId: string;
  amount: Decimal;
  metadata: unknown;
}

export interface ChargeError {
  index: number;
  subscriptionId: string | undefined;
  code: string;
  message: string;
}

/** Why a charge is not taken: Migo's library codes (recurring-payments/bulk-charges). */
export function intakeError(
  state: State,
  client: string,
  item: ChargeItem,
): Pick<ChargeError, 'code' | 'message'> | undefined {
  const subscription = state.subscriptions.get(item.subscriptionId);
  if (subscription?.clientId !== client) return { code: 'UNPROCESSABLE', message: 'Subscription not found' };
  if (subscription.status === 'active') return undefined;
  return { code: 'PLAN_RULE_VIOLATION', message: `The subscription is ${subscription.status}` };
}

/** Charges the subscription's card and writes the history; the caller has checked the item. */
export function charge(state: State, item: ChargeItem, createdAt: string): void {
  const subscription = state.subscriptions.get(item.subscriptionId);
  if (!subscription) return;
  const { currency, cardId } = subscription;
  state.payments.push({
    paymentUid: state.sequences.nextId('pay'),
    ...item,
    currency,
    cardId,
    status: 'approved',
    createdAt,
  });
}
