import { allRows } from './route-tables.js';

/** Written down from Migo's documentation: operations of which it has method and path, and no fields. */
const NAMED_ONLY = [
  'GET /configs',
  'PATCH /configs',
  'PUT /plans',
  'GET /plans/list',
  'GET /plans/:planId/client/:client/detail',
  'DELETE /subscriptions/payment-methods',
  'POST /refund',
  'POST /users/auth/password/reset',
  'POST /users/invitation-code',
];
/** Of which a sample is all there is. */
const EXAMPLES = ['POST /transactions', 'POST /users/auth/otp', 'PUT /users/auth/otp'];
/** Of which nothing is but a name. */
const ASSUMED = ['POST /terminal-payment', 'GET /transactions/search'];

const rows = await allRows();

describe('the evidence of a row', () => {
  it.each([
    ['named-only', NAMED_ONLY],
    ['example', EXAMPLES],
    ['assumed', ASSUMED],
  ])('is %s where the documentation has no more', (evidence, operations) => {
    const such = rows.filter(({ row }) => row.evidence === evidence).map(({ row }) => `${row.method} ${row.path}`);
    expect(such.sort()).toEqual([...operations].sort());
  });
});
