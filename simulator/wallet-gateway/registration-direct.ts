import { InputCheck } from '../http/input-check.js';
import { GENDERS, MARITAL_STATUSES } from '../state/cardholders.js';
import type { WalletUser } from '../state/wallet-users.js';

const E_MAIL = { pattern: /^[^\s@]+@[^\s@]+$/, sense: 'must be an e-mail address' };

/** `CreateUserDto`. Its list of fields is known in part, and which are required is not: names and `username` are here. */
export function readDirectUser(body: unknown): { person: Omit<WalletUser, 'userId' | 'createdAt'> } {
  const check = new InputCheck(body);
  check.optionalOneOf('gender', GENDERS);
  check.optionalOneOf('maritalStatus', MARITAL_STATUSES);
  check.optionalText('countryOfBirth', { pattern: /^[A-Z]{2,3}$/, sense: 'must be an ISO country code' });
  for (const field of ['address', 'placeOfBirth']) check.optionalText(field);
  const person = {
    username: check.text('username', E_MAIL),
    password: check.optionalText('password') ?? null,
    firstName: check.text('firstName'),
    lastName: check.text('lastName'),
    phoneNumber: check.optionalText('phoneNumber') ?? null,
    role: 'cardholder' as const,
    branchId: null,
  };
  check.throwIfInvalid();
  return { person };
}
