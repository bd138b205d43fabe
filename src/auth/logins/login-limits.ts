import type { AttemptLimit } from '../../limits/attempt-limiter.js';
import { accountKey, addressKey } from '../../limits/limit-keys.js';

interface LoginAttempt {
  /** Whose account: where names are unique. */
  account: string;
  name: string;
  address: string;
}

/** What a wrong password or secret counts against. A right one makes up for those of its account only: an address has many. */
export function loginLimits({ account, name, address }: LoginAttempt): AttemptLimit[] {
  const who = `${account}:${accountKey(name)}`;
  return [
    { name: 'login', who, forgives: [who] },
    { name: 'loginAddress', who: addressKey(address), forgives: [] },
  ];
}
