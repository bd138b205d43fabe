import { Problem } from '../problems/problem.js';

export const IDEMPOTENCY_KEY_HEADER = 'idempotency-key';

const MAX_LENGTH = 255;
/** A string of a structured field, with parameters that nobody has defined (RFC 9651, section 3.3.3). */
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"(?:\s*;.*)?$/;
/** Visible ASCII, without what would be a second header of the same name, or a broken quotation. */
const BARE = /^[\x21\x23-\x2b\x2d-\x7e]+$/;

/** Where a client asks what became of its call. */
export function outcomePath(key: string): string {
  return `/v1/outcomes/${encodeURIComponent(key)}`;
}

/**
 * The key that a client has given its call, 1 to 255 characters. As the draft has it, it is quoted; most clients send it bare, and
 * both are the same key. Source: draft-ietf-httpapi-idempotency-key-header-07, section 2.1.
 *
 * @throws Problem `validation_failed`
 */
export function idempotencyKeyOf(value: string | string[] | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = String(value).trim();
  const quoted = QUOTED.exec(text)?.[1];
  const key = quoted === undefined ? (BARE.test(text) ? text : '') : quoted.replace(/\\(["\\])/g, '$1');
  if (key.length > 0 && key.length <= MAX_LENGTH) return key;
  throw new Problem('validation_failed', {
    errors: [
      {
        code: 'idempotencyKey',
        field: IDEMPOTENCY_KEY_HEADER,
        message: `${IDEMPOTENCY_KEY_HEADER} must be one key of 1 to ${MAX_LENGTH} visible ASCII characters, bare or quoted`,
      },
    ],
  });
}
