import type { UpstreamName } from '../../config/upstream.settings.js';

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
  | 'client-stalled';

export class UpstreamError extends Error {
  constructor(
    readonly upstream: UpstreamName,
    readonly failure: UpstreamFailure,
    /** False where the request certainly never left: then it had no effect. */
    readonly sent: boolean,
    cause?: unknown,
  ) {
    super(`${upstream}: ${failure}`, { cause });
    this.name = 'UpstreamError';
  }
}
