import { TLS_FAULTS, type TlsFault, tlsFaultOf } from '../../common/tls/faults.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';

/** Why a call has no usable answer. */
export type UpstreamFailure =
  | 'unreachable'
  | 'connect-timeout'
  | 'first-byte-timeout'
  | 'deadline'
  | 'invalid-answer'
  | 'cut'
  | 'too-large'
  | 'redirect'
  | 'client-gone'
  | 'client-stalled'
  /** Refused here: the upstream fails, or has no place for the call. */
  | 'breaker-open'
  | 'no-place';

/** What is to be known of a failure beside its kind. */
interface FailureFacts {
  cause?: unknown;
  /** Whether some of an answer had come. */
  hasBegun?: boolean;
  /** Seconds. */
  retryAfter?: number;
}

export class UpstreamError extends Error {
  readonly hasBegun: boolean;
  /** Why there is no TLS to the upstream: for operators, not for callers. */
  readonly tlsFault: TlsFault | undefined;
  readonly retryAfter: number | undefined;

  constructor(
    readonly upstream: UpstreamName,
    readonly failure: UpstreamFailure,
    /** False where the request certainly never left: then it had no effect. */
    readonly sent: boolean,
    { cause, hasBegun = false, retryAfter }: FailureFacts = {},
  ) {
    const fault = tlsFaultOf(cause);
    super(`${upstream}: ${failure}${fault === undefined ? '' : `: ${TLS_FAULTS[fault].found}`}`, { cause });
    this.name = 'UpstreamError';
    this.hasBegun = hasBegun;
    this.tlsFault = fault;
    this.retryAfter = retryAfter;
  }
}
