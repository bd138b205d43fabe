import { Problem } from '../../problems/problem.js';

export const MERCHANT_HEADER = 'x-merchant-id';
const NAMES_MERCHANT = /^client(?:id)?$/i;

/** @throws Problem `FORBIDDEN` */
export function checkMerchant(own: string, field: string, value: unknown): void {
  if (field !== MERCHANT_HEADER && !NAMES_MERCHANT.test(field)) return;
  if (value === undefined || value === null || value === own) return;
  const errors = [{ code: 'FORBIDDEN', message: 'the merchant is not yours', field }];
  throw new Problem('FORBIDDEN', { detail: 'A call names no merchant but that of its own partner.', errors });
}
