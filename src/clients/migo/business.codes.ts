import { migoCodes } from './migo-codes.js';

/**
 * Wallet Gateway and CMS: strings "7000" to "8099". A code without a problem is a fault of Migo's (500).
 * Migo: support/error-catalog; 7100 concepts/error-handling, 72xx wallet/pin-management and wallet/third-party-cards,
 * 73xx wallet/card-transfers and wallet/overview.
 */
export const BUSINESS_CODES = migoCodes({
  '7000': { name: 'CHECK_PARAMETERS', sense: 'The parameters are not valid', problem: 'invalid_request_upstream' },
  '7001': { name: 'GREATER_THAN_ZERO', sense: 'The amount must be above zero', problem: 'invalid_request_upstream' },
  '7002': { name: 'INVALID_FORMAT_AMOUNT', sense: 'The amount is malformed', problem: 'invalid_request_upstream' },
  '7003': { name: 'CONSULT_WITH_SUPPORT', sense: 'Migo asks to contact its support' },
  '7004': { name: 'SERVICES_NOT_FOUND', sense: 'A required service is absent', problem: 'not_found' },
  '7005': { name: 'PROCESSOR_NOT_FOUND', sense: 'The processor is not known', problem: 'not_found' },
  '7006': {
    name: 'EXTERNAL_ID_ALREADY_EXISTS',
    sense: 'The external id was used before',
    problem: 'conflict',
    hadBefore: true,
  },
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
});
