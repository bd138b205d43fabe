import { randomInt } from 'node:crypto';
import type { VirtualClock } from '../clock.js';

export interface OtpCode {
  email: string;
  purpose: string;
  otp: string;
  /** Milliseconds since the epoch, on the virtual clock. */
  expiresAtMs: number;
}

export interface OtpState {
  /** The latest code, by e-mail. */
  otpCodes: Map<string, OtpCode>;
}

const VALID_MS = 5 * 60_000;

/** Nothing is sent: the code is read through the control API. */
export function issueOtp(state: OtpState, clock: VirtualClock, to: Pick<OtpCode, 'email' | 'purpose'>): void {
  const otp = String(randomInt(1_000_000)).padStart(6, '0');
  state.otpCodes.set(to.email, { ...to, otp, expiresAtMs: clock.nowMs() + VALID_MS });
}

/** Whether the code is right and in time; then it is spent. Without a `purpose`, one for any purpose will do. */
export function takeOtp(
  state: OtpState,
  clock: VirtualClock,
  given: Pick<OtpCode, 'email' | 'otp'> & { purpose?: string },
): boolean {
  const code = state.otpCodes.get(given.email);
  if (code?.otp !== given.otp || clock.nowMs() >= code.expiresAtMs) return false;
  if (given.purpose !== undefined && given.purpose !== code.purpose) return false;
  return state.otpCodes.delete(given.email);
}
