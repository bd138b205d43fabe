/** A tokenized card of a payer. One is the default, any number are others (recurring-payments/payment-methods). */
export interface PaymentMethod {
  userId: string;
  clientId: string;
  processorId: string;
  cardId: string;
  alias: string;
  isDefault: boolean;
}

export interface PaymentMethodState {
  paymentMethods: PaymentMethod[];
}

export type PayerKey = Pick<PaymentMethod, 'userId' | 'clientId'>;

export function methodsOf(state: PaymentMethodState, payer: PayerKey): PaymentMethod[] {
  return state.paymentMethods.filter(({ userId, clientId }) => userId === payer.userId && clientId === payer.clientId);
}

/** The first one becomes the default. A card that is there already is renamed. */
export function addMethod(state: PaymentMethodState, method: Omit<PaymentMethod, 'isDefault'>): PaymentMethod {
  const known = methodsOf(state, method);
  const same = known.find(({ cardId }) => cardId === method.cardId);
  if (same) return Object.assign(same, { alias: method.alias, processorId: method.processorId });
  const added = { ...method, isDefault: known.length === 0 };
  state.paymentMethods.push(added);
  return added;
}
