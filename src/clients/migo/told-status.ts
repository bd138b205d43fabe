import { isRecord, numberField, parseJson } from '../../common/json.js';

const YES = Buffer.from('{"success":true,');
/** As bytes: as text it would be encoded anew for every answer. */
const NO = Buffer.from('false');
const SAYS_NO = /"success"\s*:\s*false\b/;
/** Where the rest was not read. */
const BEGINS_WITH_NO = /^\s*\{\s*"success"\s*:\s*false\b/;
/** Of a refusal that has no status of its own. */
const REFUSED = 422;

/** Whether a body can be a refusal at all: nearly all begin with the opposite, and few of the others have the word. */
export function maySayNo(body: Buffer): boolean {
  return YES.some((byte, at) => body[at] !== byte) && body.includes(NO);
}

/** Whether an answer, or the beginning of one, is Migo's envelope of a refusal, whatever its status line says. */
export function saysNo(text: string): boolean {
  if (!SAYS_NO.test(text)) return false;
  const answer = parseJson(text);
  return answer === undefined ? BEGINS_WITH_NO.test(text) : isRecord(answer) && answer['success'] === false;
}

/** The status that an answer means: `success: false` under a 2xx is a refusal, with the status that its body may name. */
export function toldStatus(status: number, text: string): number {
  if (status < 200 || status >= 300 || !saysNo(text)) return status;
  const answer = parseJson(text);
  const told = numberField(answer, 'statusCode') ?? numberField(answer, 'status') ?? REFUSED;
  return Number.isInteger(told) && told >= 400 && told < 600 ? told : REFUSED;
}
