import { isRecord, numberField, parseJson } from '../../common/json.js';

const YES = Buffer.from('{"success":true,');
/** As bytes: as text it would be encoded anew for every answer. */
const NOS = ['false', '"statusCode"'].map((word) => Buffer.from(word));
const NO = /"success"\s*:\s*false\b|"statusCode"\s*:\s*[45]\d\d\b/;
/** Where the rest was not read. */
const BEGINS_WITH_NO = /^\s*\{\s*(?:"success"\s*:\s*false|"statusCode"\s*:\s*[45]\d\d)\b/;
/** Of a refusal that has no status of its own. */
const REFUSED = 422;

/** Whether a body can be a refusal at all: nearly all begin with the opposite, and few of the others have the word. */
export function maySayNo(body: Buffer): boolean {
  return YES.some((byte, at) => body[at] !== byte) && NOS.some((word) => body.includes(word));
}

/** Whether an answer, or the beginning of one, is one of Migo's envelopes of a refusal, whatever its status line says. */
export function saysNo(text: string): boolean {
  if (!NO.test(text)) return false;
  const answer = parseJson(text);
  if (answer === undefined) return BEGINS_WITH_NO.test(text);
  if (!isRecord(answer)) return false;
  return answer['success'] === undefined ? isRefused(numberField(answer, 'statusCode')) : answer['success'] === false;
}

/**
 * The status that an answer means: `success: false` under a 2xx is a refusal, with the status that its body may name, and so is an
 * error of the form `{ statusCode, message }` (Migo: concepts/error-handling).
 */
export function toldStatus(status: number, text: string): number {
  if (status < 200 || status >= 300 || !saysNo(text)) return status;
  const answer = parseJson(text);
  const told = numberField(answer, 'statusCode') ?? numberField(answer, 'status');
  return isRefused(told) ? told : REFUSED;
}

function isRefused(status: number | undefined): status is number {
  return status !== undefined && Number.isInteger(status) && status >= 400 && status < 600;
}
