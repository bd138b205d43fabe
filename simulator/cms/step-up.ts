import { coded, type Refusal } from '../http/refusal.js';
import type { Operator } from '../state/operators.js';
import { takeOtp } from '../state/otp-codes.js';
import type { World } from '../world.js';

/** "Recently" is not documented. */
const ELEVATED_MS = 10 * 60_000;

/** After a code was verified. */
export function elevate(world: World, operator: Operator): void {
  operator.elevatedUntilMs = world.clock.nowMs() + ELEVATED_MS;
}

/** For operators who are subject to it. */
export function requireInlineOtp(world: World, operator: Operator, otp: string | undefined): void {
  if (operator.subjectToOtp) requireOtp(world, operator, otp);
}

/** For bulk operations (cms-api/cms-users). How the code travels is not documented: recently verified or inline, both pass. */
export function requireOtp(world: World, operator: Operator, otp: string | undefined): void {
  if (isElevated(world, operator)) return;
  if (otp === undefined) throw otpRefusal('OTP_REQUIRED', 'A one-time code is required');
  if (!takeOtp(world.state, world.clock, { email: operator.email, otp })) {
    throw otpRefusal('OTP_INVALID', 'The one-time code is wrong or expired');
  }
}

function isElevated(world: World, operator: Operator): boolean {
  return world.clock.nowMs() < operator.elevatedUntilMs;
}

function otpRefusal(code: string, message: string): Refusal {
  return coded(403, code, message);
}
