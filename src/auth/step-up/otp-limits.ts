import type { CodeLimit } from '../../limits/code-attempts.js';
import { callerKey, hasSession, type ServiceCaller, type SessionCaller } from '../callers/caller.js';

type OtpCaller = SessionCaller | ServiceCaller;

/** What a code counts against at `PUT /auth/otp`. */
export function otpLimits(caller: OtpCaller): CodeLimit[] {
  const who = `verify:${callerKey(caller)}`;
  return [{ name: 'otp', who, isForgiven: true }, ...(hasSession(caller) ? [] : [allOfService(caller)])];
}

/**
 * What a code counts against that came with a call: the user, by whichever door. The codes of a service are those of its CMS
 * user: `place` has few of them, and all places together not many more.
 */
export function inlineOtpLimits(caller: OtpCaller, place: string): CodeLimit[] {
  if (hasSession(caller)) return otpLimits(caller);
  return [{ name: 'otp', who: `inline:${callerKey(caller)}:${place}`, isForgiven: true }, allOfService(caller)];
}

function allOfService(caller: OtpCaller): CodeLimit {
  return { name: 'account', who: `inline:${callerKey(caller)}`, isForgiven: false };
}
