import { type ForeignRow, list } from './foreign-row.js';

/** cms-and-payments-api.md, part B: only the function is documented, the path is assumed. */
export const PAYMENTS_ROWS: readonly ForeignRow[] = [
  {
    at: 'GET /transactions',
    door: 'GET /transactions/search',
    callers: ['o', 's'],
    credential: 'jwt',
    query: 'from=2026-10-01&to=2026-10-31&status=used&reference=a%26b&uid=4711&page=1&limit=50',
    answers: list('{"uid":"4711","amount":90071992547409931.10,"raw":{"iso":"0210"}}', 'items'),
  },
];
