import { migoCodes } from '../migo/migo-codes.js';

/**
 * Middleware: `ownCode`, and the codes of a library that its charge intake passes on with 405.
 * Migo: alternative-payments/dismiss-transaction, recurring-payments/bulk-charges.
 */
export const MIDDLEWARE_CODES = migoCodes({
  '2000': { sense: 'The transaction is not known', problem: 'not_found' },
  '4020': { sense: "The transaction's status does not allow this", problem: 'conflict' },
  '4021': { sense: 'The processor cannot cancel', problem: 'method_not_allowed_upstream' },
  '5000': { sense: 'A required value is missing', problem: 'invalid_request_upstream' },
  IDEMPOTENCY_CONFLICT: { sense: 'The same charges were sent before', problem: 'conflict', hadBefore: true },
  PLAN_RULE_VIOLATION: { sense: 'The plan does not allow these charges', problem: 'rejected_by_migo' },
  UNPROCESSABLE: { sense: 'The charges cannot be processed', problem: 'rejected_by_migo' },
});
