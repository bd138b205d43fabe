import type { AttemptLimit } from '../../limits/attempt-limiter.js';
import { addressKey } from '../../limits/limit-keys.js';

interface LoginAttempt {
  /** What the account is counted under. */
  who: string;
  address: string;
  /** On which the account was logged in before. */
  device?: string | undefined;
}

/**
 * What a wrong password or secret counts against. A right one makes up for those of its account only: an address has many. A device
 * that is known for the account has a budget of its own, which nobody else can use up, and gives nobody else his back.
 */
export function loginLimits({ who, address, device }: LoginAttempt): AttemptLimit[] {
  if (device !== undefined) {
    const own = `${who}:${device}`;
    return [{ name: 'login', who: own, forgives: [own] }];
  }
  return [
    { name: 'login', who, forgives: [who] },
    { name: 'loginAddress', who: addressKey(address), forgives: [] },
  ];
}
