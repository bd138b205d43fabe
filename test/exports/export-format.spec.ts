/** What a client accepts decides on the format of an export (RFC 9110, section 12.5.1). */
import { exportRequest } from '../../src/exports/export-request.js';
import { planRoutes } from '../../src/modules/plans/plans.routes.js';

const { listPlans } = planRoutes.rows;

it.each([
  [undefined, 'ndjson'],
  ['text/csv', 'csv'],
  ['Text/CSV; charset=utf-8', 'csv'],
  ['text/csv, */*;q=0.1', 'csv'],
  ['text/*', 'csv'],
  ['*/*', 'ndjson'],
  ['text/csv;q=0, application/x-ndjson', 'ndjson'],
  ['application/x-ndjson, text/csv;q=0.1', 'ndjson'],
  ['application/*, text/csv;q=0.1', 'ndjson'],
  ['application/*;q=0.1, text/csv', 'csv'],
  ['text/csv-schema', 'ndjson'],
])('%j is answered by %s', (accept, format) => {
  if (listPlans === undefined) throw new Error('no row');
  const headers = accept === undefined ? {} : { accept };
  expect(exportRequest(listPlans, { query: {}, headers }).format).toBe(format);
});
