import type { AnswerHeaders } from '../../clients/transport/upstream-call.js';

/** What `Cache-Control` says (RFC 9111, section 5.2). */
export interface CacheDirectives {
  /** Only a new answer will do. */
  noCache: boolean;
  /** An answer is not to be kept. */
  noStore: boolean;
  /** Seconds that an answer may be old. */
  maxAge: number;
}

const NONE: CacheDirectives = { noCache: false, noStore: false, maxAge: Infinity };
const DIRECTIVE = /(?:^|,)\s*([\w-]+)(?:\s*=\s*"?([^",\s]*)"?)?/g;

export function cacheDirectives(headers: AnswerHeaders): CacheDirectives {
  const { 'cache-control': told } = headers;
  if (told === undefined) {
    // What clients before HTTP/1.1 say in its place (RFC 9111, section 5.4).
    return headers['pragma'] === 'no-cache' ? { ...NONE, noCache: true } : NONE;
  }
  const text = String(told).toLowerCase();
  const values = new Map(Array.from(text.matchAll(DIRECTIVE), ([, name, value]) => [name, value] as const));
  const maxAge = values.get('max-age');
  return {
    noCache: values.has('no-cache'),
    noStore: values.has('no-store'),
    // What is no number is as if it were stale (section 4.2.1).
    maxAge: maxAge === undefined ? Infinity : /^\d+$/.test(maxAge) ? Number(maxAge) : 0,
  };
}
