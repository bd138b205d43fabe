import type { AttemptLimit } from '../../limits/attempt-limiter.js';
import { callerKey, hasSession, type ServiceCaller, type SessionCaller } from '../callers/caller.js';

/** What wrong one-time codes of a user are counted under, by whichever door they come. */
export function otpKey(caller: SessionCaller | ServiceCaller): string {
  return `verify:${callerKey(caller)}`;
}

/** The same of codes that came with a call, once more by themselves. */
export function inlineOtpKey(caller: SessionCaller | ServiceCaller): string {
  return `inline:${callerKey(caller)}`;
}

/**
 * What a wrong code counts against that came with a call. Migo looks at such codes only where the user is subject to them, so a
 * success proves a code only where Migo has refused one before: else any call would make up for wrong ones at `PUT /auth/otp`.
 * The codes of a service are those of its CMS user: `place` has few of them, and all places together not many more.
 */
export function inlineOtpLimits(caller: SessionCaller | ServiceCaller, place: string): AttemptLimit[] {
  if (hasSession(caller)) {
    const [all, inline] = [otpKey(caller), inlineOtpKey(caller)];
    return [
      { name: 'otp', who: all, forgives: [] },
      { name: 'otp', who: inline, forgives: [inline, all] },
    ];
  }
  const client = callerKey(caller);
  const who = `inline:${client}:${place}`;
  return [
    { name: 'otp', who, forgives: [who] },
    { name: 'account', who: `inline:${client}`, forgives: [] },
  ];
}
