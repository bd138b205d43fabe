import type { View } from '../language/view.js';

/** Migo names no statuses of process requests: the newest are placed, open or not. */
export const partnerView = {
  path: '/partners/:partnerId',
  callers: ['operator', 'service'],
  summary: 'A partner today: balance, newest cardholders, process requests, plans, transactions',
  sections: {
    balance: {
      row: 'process-requests.getPartnerBalance',
      params: { partnerId: { path: 'partnerId' } },
    },
    cardholders: {
      row: 'cardholders.listCardholders',
      params: { partnerId: { path: 'partnerId' } },
      query: {
        page: { value: '1' },
        limit: { value: '10' },
        sortBy: { value: 'createdAt' },
        sortOrder: { value: 'desc' },
      },
    },
    processRequests: {
      row: 'process-requests.listProcessRequests',
      params: { partnerId: { path: 'partnerId' } },
      query: { page: { value: '1' }, limit: { value: '10' } },
    },
    plans: { row: 'plans.listPlans' },
    transactions: {
      row: 'transactions.searchTransactions',
      query: { from: { clock: 'today' }, to: { clock: 'today' }, page: { value: '1' }, limit: { value: '50' } },
    },
  },
} as const satisfies View;
