import { isRecord } from '../common/json.js';
import { ONE_TIME_CODE } from '../common/one-time-code.js';
import { hasRecentCode, requireRecentCode } from '../policy/recent-code.js';
import { OTP_FIELD } from './inline-codes.js';
import { otpOf } from './request/inline-otp.js';
import type { RowAnswer, RowCall } from './row-call.js';
import type { Next } from './step.js';

/** Asks for a code that was verified lately, or one that comes with the call: Migo judges that one. */
export async function stepUpInline(call: RowCall, next: Next): Promise<RowAnswer> {
  if (!hasRecentCode(call.caller) && !ONE_TIME_CODE.test((await codeIn(call)) ?? '')) {
    call.upload?.body.destroy();
    requireRecentCode(call.caller);
  }
  return next(call);
}

/** As Migo will find it: in the place, and by the name, that it looks at. What is wrong with a form is not told to who may not send it. */
async function codeIn({ request, upload }: RowCall): Promise<string | undefined> {
  const { body } = request;
  const inBody = isRecord(body) ? body[OTP_FIELD] : undefined;
  return (
    otpOf(request) ??
    (await upload?.body.leadingText(OTP_FIELD).catch(() => undefined)) ??
    (typeof inBody === 'string' ? inBody : undefined)
  );
}
