import { CLOSE_BRACE, CLOSE_BRACKET, isOpening, isSpace, OPEN_BRACE } from './tokens.js';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** JSON on the network has no byte order mark; some senders put one in front, and a reader may ignore it (RFC 8259, section 8.1). */
export function withoutMark(json: Buffer): Buffer {
  const { length } = BYTE_ORDER_MARK;
  if (json[0] !== BYTE_ORDER_MARK[0]) return json;
  return json.subarray(0, length).equals(BYTE_ORDER_MARK) ? json.subarray(length) : json;
}

/** Whether a body begins and ends like a JSON object or array: cheap, and catches what was cut or is no JSON at all. */
export function looksLikeJson(json: Buffer): boolean {
  const first = firstOf(json);
  let last = json.length - 1;
  while (last > first && isSpace(json[last])) last -= 1;
  const closing = json[first] === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
  return last > first && isOpening(json[first]) && json[last] === closing;
}

/** The same of a body of which only the beginning is known. */
export function beginsLikeJson(json: Buffer): boolean {
  return isOpening(json[firstOf(json)]);
}

function firstOf(json: Buffer): number {
  let first = 0;
  while (first < json.length && isSpace(json[first])) first += 1;
  return first;
}
