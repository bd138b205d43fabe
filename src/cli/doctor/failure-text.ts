import { TLS_FAULTS } from '../../common/tls/faults.js';
import { UpstreamError, type UpstreamFailure } from '../../clients/transport/upstream-error.js';

const TEXTS: Readonly<Record<UpstreamFailure, string>> = {
  unreachable: 'could not be reached',
  'connect-timeout': 'did not accept the connection in time',
  'first-byte-timeout': 'did not answer in time',
  deadline: 'did not answer in time',
  'invalid-answer': 'sent an answer that is no HTTP',
  cut: 'closed the connection before its answer was complete',
  'too-large': 'sent too large an answer',
  redirect: 'answered with a redirect, which is never followed',
  'client-gone': 'did not answer',
  'client-stalled': 'did not answer',
  'breaker-open': 'failed too often and is not called for a while',
  'no-place': 'has no connection free',
};

/** Why a call has no answer, without anything that was sent or received. */
export function failureText(error: unknown): string {
  if (!(error instanceof UpstreamError)) return 'no usable answer';
  return error.tlsFault === undefined ? TEXTS[error.failure] : `cannot be reached: ${TLS_FAULTS[error.tlsFault].found}`;
}
