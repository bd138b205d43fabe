import { OpenField } from '../open-field.js';

/** Migo publishes no filter yet: docs/adr/0001-assumptions-about-migo.md. */
export class SearchTransactionsQuery {
  @OpenField({ example: '2026-06-01', description: 'ISO 8601 date or time' })
  from?: unknown;

  @OpenField({ example: '2026-06-30' })
  to?: unknown;

  @OpenField({ example: 'approved' })
  status?: unknown;

  @OpenField({ example: 'order-1001' })
  reference?: unknown;

  @OpenField({ example: 'trx_demo00000001' })
  uid?: unknown;

  @OpenField({ default: 1, example: 1 })
  page?: unknown;

  @OpenField({ example: 50 })
  limit?: unknown;
}
