import type { Cardholder } from '../state/cardholders.js';
import type { Card } from '../state/cards.js';
import type { State } from '../state/state.js';

type CardView = Pick<Card, 'cardId' | 'maskedPan' | 'status'>;

export type CardholderView = Pick<
  Cardholder,
  | 'cardholderId'
  | 'partnerId'
  | 'name'
  | 'lastName'
  | 'email'
  | 'phoneNumber'
  | 'documentType'
  | 'documentNumber'
  | 'status'
  | 'createdAt'
> & { cards: CardView[] };

/** A cardholder as lists show it. */
export function cardholderView(state: State, holder: Cardholder): CardholderView {
  return {
    cardholderId: holder.cardholderId,
    partnerId: holder.partnerId,
    name: holder.name,
    lastName: holder.lastName,
    email: holder.email,
    phoneNumber: holder.phoneNumber,
    documentType: holder.documentType,
    documentNumber: holder.documentNumber,
    status: holder.status,
    createdAt: holder.createdAt,
    cards: cardsOf(state, holder).map(({ cardId, maskedPan, status }) => ({ cardId, maskedPan, status })),
  };
}

/** With the person's profile and the balances. */
export function cardholderDetail(state: State, holder: Cardholder): Cardholder & { cards: object[] } {
  const cards = cardsOf(state, holder).map(({ cardId, maskedPan, status, balance, currency }) => ({
    cardId,
    maskedPan,
    status,
    balance,
    currency,
  }));
  return { ...holder, cards };
}

function cardsOf(state: State, holder: Cardholder): Card[] {
  return [...state.cards.values()].filter((card) => card.cardholderId === holder.cardholderId);
}
