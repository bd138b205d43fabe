import { ONE_TIME_CODE } from '../../common/one-time-code.js';
import { Problem } from '../../problems/problem.js';

/**
 * RFC 7578, section 4.1, and the boundary of RFC 2046, section 5.1.1, without its space. Whatever else could stand here, a
 * second boundary above all, readers take differently.
 */
const FORM_DATA =
  /^multipart\/form-data(?: *; *charset="?utf-8"?)? *; *boundary=(?:"(?<quoted>[\w'()+,./:=?-]{1,70})"|(?<token>[\w'+.-]{1,70}))(?: *; *charset="?utf-8"?)?$/i;

/** @throws Problem `unsupported_media_type` for anything but a form with a boundary */
export function boundaryOf(contentType: string): string {
  const { quoted, token } = FORM_DATA.exec(contentType)?.groups ?? {};
  const boundary = quoted ?? token;
  if (boundary !== undefined) return boundary;
  throw new Problem('unsupported_media_type', { detail: 'The body must be multipart/form-data with one boundary.' });
}

/**
 * The form field `otp`, to stand in front of the client's first part. Its length is what a `Content-Length` grows by.
 *
 * @throws Problem `validation_failed` for what is no code
 */
export function otpPart(boundary: string, otp: string): Buffer {
  if (!ONE_TIME_CODE.test(otp)) {
    const message = 'otp must be a one-time code';
    throw new Problem('validation_failed', { errors: [{ code: 'matches', message, field: 'otp' }] });
  }
  return Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="otp"\r\n\r\n${otp}\r\n`, 'latin1');
}
