import { type Caller, hasSession } from '../auth/callers/caller.js';
import { Problem } from '../problems/problem.js';
import { sharedClock } from '../storage/shared-clock.js';

/** RFC 9470, section 3. */
const CHALLENGE = {
  'www-authenticate':
    'Bearer error="insufficient_user_authentication", error_description="a recent one-time code is required"',
};

/** @throws Problem `step_up_required` */
export function requireRecentCode(caller: Caller): void {
  if (!hasRecentCode(caller)) throw new Problem('step_up_required', { headers: CHALLENGE });
}

/** The window stands in the record of the session, so it is that session's and its user's alone. A service has nobody to ask for a code. */
export function hasRecentCode(caller: Caller): boolean {
  return !hasSession(caller) || (caller.stepUpUntil ?? 0) > sharedClock.now();
}
