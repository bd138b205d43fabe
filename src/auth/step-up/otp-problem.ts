import type { OtpOutcome } from '../../clients/migo/otp-call.js';
import { problemOfCause } from '../../clients/transport/upstream-problem.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';
import { Problem } from '../../problems/problem.js';

/** What a caller is told where a one-time code was not sent, or not accepted. */
export function otpProblem(outcome: Exclude<OtpOutcome, { kind: 'ok' }>, upstream: UpstreamName): Problem {
  switch (outcome.kind) {
    case 'refused':
      return new Problem('otp_refused', { upstream });
    case 'unproven':
      return new Problem('upstream_invalid_answer', { upstream, cause: outcome.cause });
    case 'token-refused':
      return new Problem('session_expired', { upstream });
    case 'unavailable':
      return problemOfCause(outcome.cause, upstream);
  }
}
