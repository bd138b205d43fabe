import type { UpstreamName } from '../../config/upstream.settings.js';
import type { ProblemCode } from '../../problems/catalogue.js';

interface MigoCode {
  /** In our own words: upstream wording is never passed on. */
  sense: string;
  /** Migo's symbolic name, which some answers have in place of the code. */
  name?: string;
  /** Set where the code says more than the status does: Migo answers 500 with a code in none of its sets of codes. */
  problem?: ProblemCode;
  /** Where money moves, it may have moved all the same. */
  leavesOpen?: true;
  /** Also with 401 it is the request that is refused, and not a token. */
  sparesToken?: true;
}

type Codes = Readonly<Record<string, MigoCode>>;

/** Of any API. FORBIDDEN has no problem of its own: whether it means the partner depends on the path. */
const COMMON: Codes = {
  TOKEN_EXPIRED: { sense: 'The token has expired' },
  FORBIDDEN: { sense: 'Migo does not permit this' },
};

/**
 * Wallet Gateway and CMS: strings "7000" to "8099". A code without a problem is a fault of Migo's (500).
 * Migo: support/error-catalog; 7100 concepts/error-handling, 72xx wallet/pin-management and wallet/third-party-cards,
 * 73xx wallet/card-transfers and wallet/overview.
 */
const BUSINESS_CODES: Codes = {
  ...COMMON,
  '7000': { name: 'CHECK_PARAMETERS', sense: 'The parameters are not valid', problem: 'invalid_request_upstream' },
  '7001': { name: 'GREATER_THAN_ZERO', sense: 'The amount must be above zero', problem: 'invalid_request_upstream' },
  '7002': { name: 'INVALID_FORMAT_AMOUNT', sense: 'The amount is malformed', problem: 'invalid_request_upstream' },
  '7003': { name: 'CONSULT_WITH_SUPPORT', sense: 'Migo asks to contact its support' },
  '7004': { name: 'SERVICES_NOT_FOUND', sense: 'A required service is absent', problem: 'not_found' },
  '7005': { name: 'PROCESSOR_NOT_FOUND', sense: 'The processor is not known', problem: 'not_found' },
  '7006': { name: 'EXTERNAL_ID_ALREADY_EXISTS', sense: 'The external id was used before', problem: 'conflict' },
  '7007': { name: 'ERROR_GETTING_ACTIONS', sense: 'Actions could not be read' },
  '7008': {
    name: 'ERROR_DATE_RTU',
    sense: 'The RTU date must lie within the last six months',
    problem: 'rejected_by_migo',
  },
  '7009': {
    name: 'ERROR_CAN_INVOICE_PARAM',
    sense: 'The invoice parameters are wrong',
    problem: 'rejected_by_migo',
  },
  // Its name, NOT_FOUND, is left out: other answers have it for anything that is absent.
  '7010': { sense: 'The endpoint is not known', problem: 'not_found' },
  '7011': { name: 'ERROR_CREATE_TERMINAL_PROCESSOR', sense: 'The terminal processor could not be created' },
  '7012': { name: 'ERROR_UPDATE_TERMINAL_PROCESSOR', sense: 'The terminal processor could not be updated' },
  '7013': {
    name: 'TERMINAL_PROCESSOR_NOT_FOUND',
    sense: 'The terminal processor is not known',
    problem: 'not_found',
  },
  '7014': { name: 'TERMINAL_PROCESSOR_EMPTY', sense: 'The terminal has no processor', problem: 'not_found' },
  '7100': { name: 'USER_NOT_FOUND', sense: 'The user is not known', problem: 'not_found' },
  '7200': { sense: 'The card is not known', problem: 'not_found' },
  '7205': { name: 'INCORRECT_PIN', sense: 'The PIN is wrong', problem: 'rejected_by_migo', sparesToken: true },
  '7210': { name: 'CARD_NOT_UPDATED', sense: 'The card was not updated', problem: 'rejected_by_migo' },
  '7213': { name: 'INVALID_STATUS_CARD', sense: "The card's state does not allow this", problem: 'conflict' },
  '7220': { name: 'THIRD_PARTY_CARD_NOT_FOUND', sense: 'No card has this owner and suffix', problem: 'not_found' },
  '7221': {
    name: 'ERROR_CREATING_THIRD_PARTY_CARD',
    sense: 'The third-party card could not be linked',
    problem: 'rejected_by_migo',
  },
  '7300': { name: 'ERROR_CREATING_TRANSFER', sense: 'The transfer was not created', problem: 'rejected_by_migo' },
  // The transfer exists by then, and how far it got is not said.
  '7301': { sense: 'The transfer was not updated', problem: 'rejected_by_migo', leavesOpen: true },
  '7303': { name: 'INSUFFICIENT_FUNDS', sense: 'The funds are not sufficient', problem: 'rejected_by_migo' },
};

/**
 * Middleware: `ownCode`, and the codes of a library that its charge intake passes on with 405.
 * Migo: alternative-payments/dismiss-transaction, recurring-payments/bulk-charges.
 */
const OWN_CODES: Codes = {
  ...COMMON,
  '2000': { sense: 'The transaction is not known', problem: 'not_found' },
  '4020': { sense: "The transaction's status does not allow this", problem: 'conflict' },
  '4021': { sense: 'The processor cannot cancel', problem: 'method_not_allowed_upstream' },
  '5000': { sense: 'A required value is missing', problem: 'invalid_request_upstream' },
  IDEMPOTENCY_CONFLICT: { sense: 'The same charges were sent before', problem: 'conflict' },
  PLAN_RULE_VIOLATION: { sense: 'The plan does not allow these charges', problem: 'rejected_by_migo' },
  UNPROCESSABLE: { sense: 'The charges cannot be processed', problem: 'rejected_by_migo' },
};

const UNKNOWN: MigoCode = { sense: 'A code that the gateway does not know; see Migo’s documentation' };

const business = withNames(BUSINESS_CODES);
const own = withNames(OWN_CODES);

/** The ranges of the two families do not overlap, but the same digits from elsewhere would mean something else. */
export function knownMigoCode(code: string, upstream: UpstreamName): MigoCode | undefined {
  return (upstream === 'middleware' ? own : business).get(code);
}

export function migoCode(code: string, upstream: UpstreamName): MigoCode {
  return knownMigoCode(code, upstream) ?? UNKNOWN;
}

function withNames(codes: Codes): ReadonlyMap<string, MigoCode> {
  const named = Object.values(codes).flatMap((code) => (code.name === undefined ? [] : [[code.name, code] as const]));
  return new Map([...Object.entries(codes), ...named]);
}
