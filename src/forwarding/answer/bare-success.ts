import { isUtf8 } from 'node:buffer';
import { parseJson } from '../../common/json.js';
import { objectOf } from '../../common/json-text/members.js';
import type { AnswerHeaders } from '../../clients/transport/upstream-call.js';

const SUCCESS = [['success', 'true']] as const;
const MARKUP_TYPE = /^(?:text\/html|application\/xhtml\+xml|(?:text|application)\/xml)\b/i;
const TAG = /<[a-z!/?]/i;
/** Beside line ends and tabs. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/**
 * Migo's standard envelope for a success that has no JSON object: empty, a JSON scalar, which keeps its text, or plain text
 * (docs/adr/0001). Undefined for a web page, for JSON that is broken, and for what is no text.
 */
export function bareSuccess(headers: AnswerHeaders, body: Buffer): string | undefined {
  if (!isUtf8(body)) return undefined;
  const text = body.toString('utf8').trim();
  if (text === '') return objectOf(SUCCESS);
  const value = parseJson(text);
  if (value !== undefined) return objectOf([...SUCCESS, ['data', text]]);
  if (isPage(headers, text) || CONTROL.test(text) || /^["{[]/.test(text)) return undefined;
  return objectOf([...SUCCESS, ['data', JSON.stringify(text)]]);
}

/** A login page or a proxy's error page with status 200 is not an answer. Express calls any text HTML, so the text decides. */
export function isPage({ 'content-type': type }: AnswerHeaders, text: string): boolean {
  return /^\s*</.test(text) || (typeof type === 'string' && MARKUP_TYPE.test(type) && TAG.test(text));
}
