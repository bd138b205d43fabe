import { coded, type Refusal } from './refusal.js';

/** Codes of Wallet Gateway and CMS with their documented status (support/error-catalog). */
const STATUSES: Readonly<Record<string, number>> = {
  '7000': 400,
  '7001': 400,
  '7002': 400,
  '7003': 500,
  '7004': 404,
  '7005': 404,
  '7006': 409,
  '7007': 500,
  '7008': 500,
  '7009': 500,
  '7010': 404,
  '7011': 500,
  '7012': 500,
  '7013': 404,
  '7014': 404,
};

/** The status follows from the code; one that is in none of Migo's sets gives 500 (support/error-catalog). */
export function businessRefusal(code: string, message: string): Refusal {
  return coded(STATUSES[code] ?? 500, code, message);
}
