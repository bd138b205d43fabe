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
  readonly retryAfter: number | undefined;

  constructor(
    readonly upstream: UpstreamName,
    readonly failure: UpstreamFailure,
    /** False where the request certainly never left: then it had no effect. */
    readonly sent: boolean,
    { cause, hasBegun = false, retryAfter }: FailureFacts = {},
  ) {
    super(`${upstream}: ${failure}`, { cause });
    this.name = 'UpstreamError';
    this.hasBegun = hasBegun;
    this.retryAfter = retryAfter;
  }
}
