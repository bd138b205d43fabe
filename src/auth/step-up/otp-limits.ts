import type { CodeLimit } from '../../limits/code-attempts.js';
import { type UserOfUpstream, userKey } from '../../limits/limit-keys.js';
import { callerKey, hasSession, type ServiceCaller, type SessionCaller } from '../callers/caller.js';
import { loginNameOf, namesOf } from '../sessions/session-record.js';

type OtpCaller = SessionCaller | ServiceCaller;

/** What codes that a caller asks for are counted under. */
export function otpRequestKey(caller: OtpCaller): string {
  return `request:${hasSession(caller) ? keyOf(caller, loginNameOf(caller)) : callerKey(caller)}`;
}

/** What a code counts against at `PUT /auth/otp`. */
export function otpLimits(caller: OtpCaller): CodeLimit[] {
  if (!hasSession(caller)) return ofService(caller, `verify:${callerKey(caller)}`);
  // Migo may know a user by several names, but by one id.
  const keys = new Set(namesOf(caller).map((name) => keyOf(caller, name)));
  return [...keys].map((key) => ({ name: 'otp', who: `verify:${key}`, isForgiven: true }));
}

/** What a code counts against that was sent in the name of an account: this too is a door to it. */
export function accountOtpLimits(account: UserOfUpstream): CodeLimit[] {
  return [
    { name: 'otp', who: `verify:${userKey(account)}`, isForgiven: true },
    { name: 'partnerCodes', who: `${account.upstream}:${account.merchant}`, isForgiven: false },
  ];
}

/** What a code counts against that came with a call: the user, by whichever door. */
export function inlineOtpLimits(caller: OtpCaller, place: string): CodeLimit[] {
  return hasSession(caller) ? otpLimits(caller) : ofService(caller, `inline:${callerKey(caller)}:${place}`);
}

/** The codes of a service are those of its CMS user: a place has few of them, and all places together not many more. */
function ofService(caller: ServiceCaller, place: string): CodeLimit[] {
  return [
    { name: 'otp', who: place, isForgiven: true },
    { name: 'account', who: `inline:${callerKey(caller)}`, isForgiven: false },
  ];
}

function keyOf({ kind, partner: { merchant } }: SessionCaller, name: string): string {
  return userKey({ upstream: kind === 'operator' ? 'cms' : 'wallet', merchant, name });
}
