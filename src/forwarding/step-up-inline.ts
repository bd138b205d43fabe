import { hasRecentCode, requireRecentCode } from '../policy/recent-code.js';
import { hasCode, OTP_FIELD } from './inline-codes.js';
import type { RowAnswer, RowCall } from './row-call.js';
import type { Next } from './step.js';

/** Asks for a code that was verified lately, or one that comes with the call: Migo judges that one. */
export async function stepUpInline(call: RowCall, next: Next): Promise<RowAnswer> {
  const { caller, upload } = call;
  if (!hasRecentCode(caller) && !hasCode(call) && (await upload?.body.beginsWithText(OTP_FIELD)) !== true) {
    upload?.body.destroy();
    requireRecentCode(caller);
  }
  return next(call);
}
