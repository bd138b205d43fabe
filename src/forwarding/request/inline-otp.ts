import { ONE_TIME_CODE } from '../../common/one-time-code.js';
import { Problem } from '../../problems/problem.js';
import type { RowRequest } from '../row-request.js';

const OTP_HEADER = 'x-otp';

/**
 * The one-time code that the client sent in `X-Otp` for a row that puts it in.
 *
 * @throws Problem `validation_failed`
 */
export function otpOf({ headers }: Pick<RowRequest, 'headers'>): string | undefined {
  const otp = headers[OTP_HEADER];
  if (otp === undefined) return undefined;
  if (typeof otp === 'string' && ONE_TIME_CODE.test(otp)) return otp;
  throw new Problem('validation_failed', {
    errors: [{ code: 'matches', field: OTP_HEADER, message: `${OTP_HEADER} must be a one-time code` }],
  });
}
