import type { ProblemCode } from '../../problems/catalogue.js';
import { Problem } from '../../problems/problem.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';
import { UpstreamError, type UpstreamFailure } from './upstream-error.js';

const CODES: Readonly<Record<UpstreamFailure, ProblemCode>> = {
  unreachable: 'upstream_unreachable',
  'connect-timeout': 'upstream_timeout',
  'first-byte-timeout': 'upstream_timeout',
  deadline: 'upstream_timeout',
  'invalid-answer': 'upstream_invalid_answer',
  cut: 'upstream_answer_cut',
  'too-large': 'upstream_answer_too_large',
  redirect: 'upstream_redirect',
  'client-gone': 'client_closed_request',
  'client-stalled': 'client_stalled',
  'breaker-open': 'upstream_unavailable',
  'no-place': 'upstream_busy',
};

/** A call without a usable answer, as the client is told of it. Where money moves, an unknown outcome is told as unknown. */
export function problemOfFailure(error: UpstreamError, { movesMoney }: { movesMoney: boolean }): Problem {
  const code = movesMoney && error.sent && error.failure !== 'client-gone' ? 'outcome_unknown' : CODES[error.failure];
  return new Problem(code, { upstream: error.upstream, headers: headersOf(code, error), cause: error });
}

/** A login or a code that came to nothing, as the client is told of it: no money moves by either. */
export function problemOfCause(cause: unknown, upstream: UpstreamName): Problem {
  if (cause instanceof UpstreamError) return problemOfFailure(cause, { movesMoney: false });
  return new Problem('upstream_error', { upstream, cause });
}

function headersOf(code: ProblemCode, { retryAfter }: UpstreamError): Readonly<Record<string, string>> {
  if (retryAfter !== undefined) return { 'retry-after': String(retryAfter) };
  // What is left of the body is not waited for (RFC 9110, section 15.5.9).
  return code === 'client_stalled' ? { connection: 'close' } : {};
}
