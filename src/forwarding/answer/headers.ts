import type { AnswerHeaders } from '../../clients/transport/exchange.js';

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

/** A login page or a proxy's error page with status 200 is not an answer, and HTML is dangerous in a browser. */
export function claimsJson({ 'content-type': type }: AnswerHeaders): boolean {
  return type === undefined || (typeof type === 'string' && JSON_TYPE.test(type));
}

const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);
const PAIRS: Readonly<Record<number, number>> = { 0x7b: 0x7d, 0x5b: 0x5d };

/** Whether a body begins and ends like a JSON object or array: cheap, and catches what was cut or is no JSON at all. */
export function looksLikeJson(body: Buffer): boolean {
  let first = 0;
  let last = body.length - 1;
  while (first < body.length && SPACE.has(body[first] ?? 0)) first += 1;
  while (last > first && SPACE.has(body[last] ?? 0)) last -= 1;
  const closing = PAIRS[body[first] ?? 0];
  return closing !== undefined && last > first && body[last] === closing;
}
