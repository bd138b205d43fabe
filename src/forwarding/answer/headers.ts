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
