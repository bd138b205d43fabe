import type { CatalogueEntry } from './catalogue.entry.js';
import { catalogueEntry, type ProblemCode } from './catalogue.js';

const UNLESS_CHANGED: Readonly<Record<CatalogueEntry['fixedBy'], string>> = {
  caller: 'Not before the request is changed.',
  partner: 'Not before the partner has changed it.',
  operations: 'Not before operations has changed it.',
  migo: 'Not before the state was read.',
};

const AFTER_A_LOOK = 'A read: yes, with growing pauses. Anything else: only where it did not take effect.';

const OTHERWISE: Readonly<Partial<Record<ProblemCode, string>>> = {
  authentication_required: 'After a login.',
  request_too_slow: 'Yes, on a new connection.',
  token_invalid: 'With a new token.',
  session_invalid: 'After a login.',
  session_expired: 'After a login.',
  step_up_required: 'After a verified code.',
  otp_refused: 'With the right code.',
  rate_limited: 'After `Retry-After`, then more slowly.',
  client_closed_request: 'A read: yes. Anything else: only where it did not take effect.',
  upstream_error: AFTER_A_LOOK,
  upstream_unreachable: 'Yes, with growing pauses: nothing was sent.',
  upstream_answer_cut: AFTER_A_LOOK,
  upstream_timeout: AFTER_A_LOOK,
  outcome_unknown: 'Never blindly: only where the state says that it did not take effect.',
  session_store_unavailable: 'Yes, after `Retry-After`.',
  credential_unavailable: 'Yes, after `Retry-After`.',
  credential_renewed: 'Yes, at once.',
};

/** Whether and when to send the request again. */
export function retryAdvice(code: ProblemCode): string {
  return OTHERWISE[code] ?? UNLESS_CHANGED[catalogueEntry(code).fixedBy];
}
