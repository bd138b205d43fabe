import type { AnswerHeaders } from '../../clients/transport/exchange.js';
import { saysNo } from '../../clients/migo/told-status.js';
import { claimsJson } from './headers.js';

const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);
const PAIRS: Readonly<Record<number, number>> = { 0x7b: 0x7d, 0x5b: 0x5d };
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Whether a body begins and ends like a JSON object or array: cheap, and catches what was cut or is no JSON at all. */
export function looksLikeJson(body: Buffer): boolean {
  let last = body.length - 1;
  while (last > 0 && SPACE.has(body[last] ?? 0)) last -= 1;
  const first = firstOf(body);
  const closing = PAIRS[body[first] ?? 0];
  return closing !== undefined && last > first && body[last] === closing;
}

/** Whether a large answer may stream as JSON. What is compressed cannot be looked into: its type must do. */
export function streamsAsJson(headers: AnswerHeaders, start: Buffer): boolean {
  if (headers['content-encoding'] !== undefined) return claimsJson(headers);
  const text = withoutMark(start);
  return PAIRS[text[firstOf(text)] ?? 0] !== undefined && !saysNo(text.toString('latin1'));
}

/** Some servers put it in front of JSON, where it must not be (RFC 8259, section 8.1). */
export function withoutMark(body: Buffer): Buffer {
  return body.subarray(0, 3).equals(BYTE_ORDER_MARK) ? body.subarray(3) : body;
}

function firstOf(body: Buffer): number {
  let first = 0;
  while (first < body.length && SPACE.has(body[first] ?? 0)) first += 1;
  return first;
}
