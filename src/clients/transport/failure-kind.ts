import { errors } from 'undici';
import type { UpstreamFailure } from './upstream-error.js';

/** undici's words for an answer that goes on in another protocol, and for an interim one that it does not bear. */
const NOT_ASKED_FOR = /^bad (?:response|upgrade)$/;

/** What a call came to that ended by this error. */
export function failureKindOf(
  error: Error,
  { isSent, hasHead }: { isSent: boolean; hasHead: boolean },
): UpstreamFailure {
  if (error instanceof errors.ResponseExceededMaxSizeError) return 'too-large';
  if (isOfNoAnswer(error, hasHead)) return 'invalid-answer';
  if (error instanceof errors.ConnectTimeoutError) return 'connect-timeout';
  return isSent ? 'cut' : 'unreachable';
}

/** Whether undici could not read an answer: it tells so of one, too, that has another length than its head said. */
function isOfNoAnswer(error: Error, hasHead: boolean): boolean {
  if (error instanceof errors.ResponseContentLengthMismatchError) return !hasHead;
  if (error instanceof errors.SocketError) return NOT_ASKED_FOR.test(error.message);
  return error instanceof errors.HTTPParserError || error instanceof errors.HeadersOverflowError;
}
