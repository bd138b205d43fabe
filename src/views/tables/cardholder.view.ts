import type { View } from '../language/view.js';

/** Migo documents no payments of a cardholder: they are those of his subscriptions, whose payer is his telephone number. */
export const cardholderView = {
  path: '/cardholders/:partnerId/:cardholderId',
  callers: ['operator', 'service'],
  summary: 'Everything of a cardholder: detail, movements of his cards, linked cards, subscriptions, payments',
  sections: {
    detail: {
      row: 'cardholders.getCardholder',
      params: { partnerId: { path: 'partnerId' }, cardholderId: { path: 'cardholderId' } },
      required: true,
    },
    movements: {
      row: 'transfers.listCardTransfers',
      each: { section: 'detail', at: '/cards' },
      months: 2,
      params: { cardId: { item: '/cardId' }, month: { clock: 'month' }, year: { clock: 'year' } },
    },
    linkedCards: {
      row: 'linked-cards.listLinkedCards',
      params: { userId: { path: 'cardholderId' } },
    },
    subscriptions: {
      row: 'subscriptions.listSubscriptions',
      query: { userId: { section: 'detail', at: '/phoneNumber' }, clientId: { partner: 'client' } },
    },
    paymentHistory: {
      row: 'charges.getPaymentHistory',
      each: { section: 'subscriptions' },
      query: { subscriptionId: { item: '/subUid' } },
    },
  },
} as const satisfies View;
