import type { ProblemCode } from '../problems/catalogue.js';

interface MigoCode {
  /** In our own words: upstream wording is never passed on. */
  sense: string;
  /** Set where the status that Migo sends would say something else: a code in none of its sets comes as 500. */
  problem?: ProblemCode;
}

/** Business codes of the Wallet Gateway and the CMS. Migo: support/error-catalog, wallet/pin-management and others. */
const BUSINESS_CODES: Readonly<Record<string, MigoCode>> = {
  '7000': { sense: 'The parameters are not valid', problem: 'invalid_request_upstream' },
  '7001': { sense: 'The amount must be above zero', problem: 'invalid_request_upstream' },
  '7002': { sense: 'The amount is malformed', problem: 'invalid_request_upstream' },
  '7003': { sense: 'Migo asks to contact its support' },
  '7004': { sense: 'A required service is absent', problem: 'not_found' },
  '7005': { sense: 'The processor is not known', problem: 'not_found' },
  '7006': { sense: 'The external id was used before', problem: 'conflict' },
  '7007': { sense: 'Actions could not be read' },
  '7008': { sense: 'The RTU date must lie within the last six months', problem: 'rejected_by_migo' },
  '7009': { sense: 'The invoice parameters are wrong', problem: 'rejected_by_migo' },
  '7010': { sense: 'The endpoint is not known', problem: 'not_found' },
  '7011': { sense: 'The terminal processor could not be created' },
  '7012': { sense: 'The terminal processor could not be updated' },
  '7013': { sense: 'The terminal processor is not known', problem: 'not_found' },
  '7014': { sense: 'The terminal has no processor', problem: 'not_found' },
  '7100': { sense: 'The user is not known', problem: 'not_found' },
  '7200': { sense: 'The card is not known', problem: 'not_found' },
  '7205': { sense: 'The PIN is wrong', problem: 'rejected_by_migo' },
  '7210': { sense: 'The card was not updated', problem: 'rejected_by_migo' },
  '7213': { sense: "The card's state does not allow this", problem: 'conflict' },
  '7220': { sense: 'No card has this owner and suffix', problem: 'not_found' },
  '7221': { sense: 'The third-party card could not be linked', problem: 'rejected_by_migo' },
  '7300': { sense: 'The transfer was not created', problem: 'rejected_by_migo' },
  '7301': { sense: 'The transfer was not updated', problem: 'rejected_by_migo' },
  '7303': { sense: 'The funds are not sufficient', problem: 'rejected_by_migo' },
  TOKEN_EXPIRED: { sense: 'The token has expired' },
  FORBIDDEN: { sense: 'The partner is not assigned to you', problem: 'FORBIDDEN' },
};

/** Codes of the Middleware's own envelope (`ownCode`). Migo: alternative-payments/dismiss-transaction, recurring-payments/bulk-charges. */
const OWN_CODES: Readonly<Record<string, MigoCode>> = {
  '2000': { sense: 'The transaction is not known', problem: 'not_found' },
  '4020': { sense: "The transaction's status does not allow this", problem: 'conflict' },
  '4021': { sense: 'The processor cannot cancel', problem: 'method_not_allowed_upstream' },
  '5000': { sense: 'A required value is missing', problem: 'invalid_request_upstream' },
  IDEMPOTENCY_CONFLICT: { sense: 'The same charges were sent before', problem: 'conflict' },
  PLAN_RULE_VIOLATION: { sense: 'The plan does not allow these charges', problem: 'rejected_by_migo' },
  UNPROCESSABLE: { sense: 'The charges cannot be processed', problem: 'rejected_by_migo' },
};

const KNOWN: ReadonlyMap<string, MigoCode> = new Map(Object.entries({ ...BUSINESS_CODES, ...OWN_CODES }));

export function migoCode(code: string): MigoCode {
  return KNOWN.get(code) ?? { sense: 'A code that the gateway does not know; see Migo’s documentation' };
}
