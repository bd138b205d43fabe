import type { Decimal } from '../http/decimal.js';
import type { State } from '../state/state.js';
import type { World } from '../world.js';

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

/** Charges the cards of what was taken in and writes the history, after the answer. */
export function chargeLater(world: World, items: readonly ChargeItem[]): void {
  world.work.start(
    items.map((item) => () => {
      charge(world.state, item, world.clock.isoNow());
    }),
  );
}

// A subscription that has ended in between is charged no more.
function charge(state: State, item: ChargeItem, createdAt: string): void {
  const subscription = state.subscriptions.get(item.subscriptionId);
  if (subscription?.status !== 'active') return;
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
