import { saysNo } from '../../clients/migo/told-status.js';
import type { AnswerHeaders } from '../../clients/transport/upstream-call.js';
import { beginsLikeJson, withoutMark } from '../../common/json-text/bytes.js';

/** Headers of an upstream's answer that a client may see. `Set-Cookie`, `Server` and all others stop here. */
const PASSED_ON = ['content-type', 'content-disposition', 'content-language', 'content-encoding'] as const;

const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json\b/i;

export function passedOn(headers: AnswerHeaders, defaultType: string): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = headers[name];
    if (typeof value === 'string') passed[name] = value;
  }
  passed['content-type'] ??= defaultType;
  return passed;
}

export function claimsJson({ 'content-type': type }: AnswerHeaders): boolean {
  return type === undefined || (typeof type === 'string' && JSON_TYPE.test(type));
}

/** Whether an answer calls itself JSON, and can be looked into. */
export function namesJson(headers: AnswerHeaders): boolean {
  return headers['content-type'] !== undefined && headers['content-encoding'] === undefined && claimsJson(headers);
}

/** Whether a large answer may stream as JSON. What is compressed cannot be looked into: its type must do. */
export function streamsAsJson(headers: AnswerHeaders, start: Buffer): boolean {
  if (headers['content-encoding'] !== undefined) return claimsJson(headers);
  const text = withoutMark(start);
  return beginsLikeJson(text) && !saysNo(text.toString('latin1'));
}
