import type { View } from '../language/view.js';

export const subscriptionView = {
  path: '/subscriptions/:subUid',
  callers: ['operator', 'service'],
  summary: 'A subscription with its plan and its payments',
  sections: {
    detail: {
      row: 'subscriptions.getSubscription',
      params: { subUid: { path: 'subUid' } },
      required: true,
    },
    plan: {
      row: 'plans.getPlan',
      params: { planId: { section: 'detail', at: '/planUid' }, client: { partner: 'client' } },
    },
    paymentHistory: {
      row: 'charges.getPaymentHistory',
      query: { subscriptionId: { path: 'subUid' } },
    },
  },
} as const satisfies View;
