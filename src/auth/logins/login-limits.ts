import type { AttemptLimit } from '../../limits/attempt-limiter.js';
import { addressKey } from '../../limits/limit-keys.js';

interface LoginAttempt {
  /** What the account is counted under. */
  who: string;
  address: string;
}

/** What a wrong password or secret counts against. A right one makes up for those of its account only: an address has many. */
export function loginLimits({ who, address }: LoginAttempt): AttemptLimit[] {
  return [
    { name: 'login', who, forgives: [who] },
    { name: 'loginAddress', who: addressKey(address), forgives: [] },
  ];
}
