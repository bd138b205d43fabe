import type { CodeLimit } from '../../limits/code-attempts.js';
import { type UserOfUpstream, userKey } from '../../limits/limit-keys.js';
import { callerKey, hasSession, type ServiceCaller, type SessionCaller } from '../callers/caller.js';
import { loginNameOf, namesOf } from '../sessions/session-record.js';

type OtpCaller = SessionCaller | ServiceCaller;

/** What codes that a caller asks for are counted under. */
export function otpRequestKey(caller: OtpCaller): string {
  return `request:${hasSession(caller) ? keyOf(caller, loginNameOf(caller)) : keyOfService(caller)}`;
}

/** What a code counts against, by whichever door it comes: the account as Migo knows it. */
export function otpLimits(caller: OtpCaller): CodeLimit[] {
  // Migo may know a user by several names, but by one id.
  const keys = hasSession(caller) ? namesOf(caller).map((name) => keyOf(caller, name)) : [keyOfService(caller)];
  return [...new Set(keys)].map((key) => ({ name: 'otp', who: `verify:${key}`, isForgiven: true }));
}

/** What a code counts against that was sent in the name of an account: this too is a door to it. */
export function accountOtpLimits(account: UserOfUpstream): CodeLimit[] {
  return [
    { name: 'otp', who: `verify:${userKey(account)}`, isForgiven: true },
    { name: 'partnerCodes', who: `${account.upstream}:${account.merchant}`, isForgiven: false },
  ];
}

/** The codes of a service are those of its CMS user, who may log in himself, or be that of another service. */
function keyOfService(caller: ServiceCaller): string {
  const { clients, merchant } = caller.partner;
  const name = clients.find(({ id }) => id === caller.clientId)?.cmsUser?.email;
  return name === undefined ? callerKey(caller) : userKey({ upstream: 'cms', merchant, name });
}

function keyOf({ kind, partner: { merchant } }: SessionCaller, name: string): string {
  return userKey({ upstream: kind === 'operator' ? 'cms' : 'wallet', merchant, name });
}
