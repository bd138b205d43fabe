import { InputCheck } from '../http/input-check.js';
import type { WalletUser } from '../state/wallet-users.js';

/** `CreateUserDto`, which is known from a sample: no field is called required, and none has a type. */
export function readDirectUser(body: unknown): { person: Omit<WalletUser, 'userId' | 'createdAt'> } {
  const check = new InputCheck(body);
  const person = {
    username: check.anything('username') ?? '',
    password: check.anything('password') ?? null,
    firstName: check.anything('firstName') ?? '',
    lastName: check.anything('lastName') ?? '',
    phoneNumber: check.anything('phoneNumber') ?? null,
    role: 'cardholder' as const,
    branchId: null,
  };
  return { person };
}
