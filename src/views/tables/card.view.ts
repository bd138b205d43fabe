import type { View } from '../language/view.js';

/** Migo has no list of a card's open transfers: they are those of its movements of this month that are not settled yet. */
export const cardView = {
  path: '/cards/:cardId',
  callers: ['cardholder', 'operator', 'service'],
  summary: 'A card: movements of three months, third-party cards of its user, open transfers',
  sections: {
    movements: {
      row: 'transfers.listCardTransfers',
      months: 3,
      params: { cardId: { path: 'cardId' }, month: { clock: 'month' }, year: { clock: 'year' } },
      required: true,
    },
    linkedCards: {
      row: 'linked-cards.listLinkedCards',
      params: { userId: { query: 'userId', caller: 'userId' } },
    },
    openTransfers: {
      row: 'transfers.listCardTransfers',
      params: { cardId: { path: 'cardId' }, month: { clock: 'month' }, year: { clock: 'year' } },
      keep: { at: '/status', values: ['created', 'in_progress', 'approved'] },
    },
  },
} as const satisfies View;
