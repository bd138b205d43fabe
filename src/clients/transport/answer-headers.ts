import type { AnswerHead, AnswerHeaders } from './upstream-call.js';

/** With one value for each field that may have come on several lines (RFC 9110, section 5.3). Of types the last one counts (section 8.3). */
export function combined(headers: AnswerHeaders): AnswerHeaders {
  const { 'content-type': type, 'content-language': language } = headers;
  if (headers['content-encoding'] === undefined && !Array.isArray(type) && !Array.isArray(language)) return headers;
  const { 'content-encoding': coding, ...rest } = headers;
  const codings = codingsIn(coding);
  return {
    ...rest,
    ...(Array.isArray(type) && { 'content-type': type.at(-1) }),
    ...(Array.isArray(language) && { 'content-language': language.join(', ') }),
    ...(codings.length > 0 && { 'content-encoding': codings.join(', ') }),
  };
}

/** Of an answer that becomes another number of bytes. */
export function withoutLength({ status, headers }: AnswerHead): AnswerHead {
  return { status, headers: { ...headers, 'content-length': undefined } };
}

export function withoutCoding({ status, headers }: AnswerHead): AnswerHead {
  return withoutLength({ status, headers: { ...headers, 'content-encoding': undefined } });
}

/** Those that change something: elements of a list may be empty (RFC 9110, section 5.6.1.2), and `identity` says nothing. */
function codingsIn(coding: string | string[] = ''): string[] {
  const names = [coding].flat().join().split(',');
  return names.map((name) => name.trim()).filter((name) => name !== '' && name.toLowerCase() !== 'identity');
}
