import type { View } from '../language/view.js';

/**
 * Migo documents no list of a user's own cards or terminals: an app that knows them names them, and the only list of cards
 * that there is, that of linked ones, is read in any case.
 */
export const homeView = {
  path: '/home',
  callers: ['cardholder'],
  summary: "A cardholder's first page: his cards, movements, open transfers and terminals",
  sections: {
    cards: {
      row: 'linked-cards.listLinkedCards',
      params: { userId: { caller: 'userId' } },
    },
    movements: {
      row: 'transfers.listCardTransfers',
      each: { query: 'cardId' },
      months: 2,
      params: { cardId: { item: '' }, month: { clock: 'month' }, year: { clock: 'year' } },
    },
    transfers: {
      row: 'transfers.listCardTransfers',
      each: { query: 'cardId' },
      params: { cardId: { item: '' }, month: { clock: 'month' }, year: { clock: 'year' } },
      keep: { at: '/status', values: ['created', 'in_progress', 'approved'] },
    },
    terminals: {
      row: 'terminals.getTerminal',
      each: { query: 'deviceId' },
      params: { authUserId: { caller: 'userId' }, deviceId: { item: '' } },
    },
  },
} as const satisfies View;
