import { defineRoutes } from '../../routes/define-routes.js';
import { PaymentsApi } from '../../clients/payments-api/payments-api.upstream.js';
import { SearchTransactionsQuery } from './transactions.dto.js';
import { pageOf } from '../../routes/shape.js';
import { transaction } from './transactions.answers.js';

export const transactionRoutes = defineRoutes(PaymentsApi, {
  searchTransactions: {
    method: 'GET',
    path: '/transactions/search',
    upstreamPath: { setting: 'transactionSearch' },
    callers: ['operator', 'service'],
    scope: 'transactions:read',
    query: SearchTransactionsQuery,
    data: pageOf(transaction),
    pages: { page: 'page', limit: 'limit' },
    summary: 'Search transactions',
    docs: 'api-reference-index',
    evidence: 'assumed',
  },
});
