import type { CatalogueEntry } from './catalogue.entry.js';

const AFTER_A_LOOK = 'A read: yes, with growing pauses. Anything else: only where it did not take effect.';

/** What Migo has answered, or has not. */
export const UPSTREAM_PROBLEMS = {
  invalid_request_upstream: {
    status: 400,
    title: 'Migo refused the request as invalid',
    fixedBy: 'caller',
    cause: 'The gateway’s checks let the request pass; Migo’s did not.',
    advice: 'Correct the request; Migo’s own code, or its words about a field, are in `errors`.',
  },
  forbidden_upstream: {
    status: 403,
    title: 'Migo does not permit this',
    fixedBy: 'partner',
    cause: 'Migo refuses the operation to this user, merchant or partner.',
    advice: 'Have the permission granted at Migo; its own code is in `errors`.',
  },
  method_not_allowed_upstream: {
    status: 405,
    title: 'Migo does not allow this operation here',
    fixedBy: 'caller',
    cause: 'The processor, or the state of the thing, does not allow the operation.',
    advice: 'The state or the processor does not allow it; Migo’s own code is in `errors`.',
  },
  upstream_error: {
    status: 502,
    title: 'Migo failed',
    fixedBy: 'migo',
    cause: 'Migo answered with an error of its own.',
    advice: 'Try a read again later; for anything else look first whether it took effect.',
    retryable: true,
    retry: AFTER_A_LOOK,
  },
  upstream_unreachable: {
    status: 502,
    title: 'Migo could not be reached',
    fixedBy: 'operations',
    cause: 'No connection to Migo’s host: its name, the network, or its certificate.',
    advice: 'The request was not sent. Try again later.',
    retryable: true,
    retry: 'Yes, with growing pauses: nothing was sent.',
  },
  upstream_invalid_answer: {
    status: 502,
    title: 'Migo sent an answer that makes no sense',
    fixedBy: 'migo',
    cause: 'What Migo sent is not what the operation answers with.',
    advice: 'Look whether the operation took effect before it is repeated.',
  },
  upstream_answer_cut: {
    status: 502,
    title: "Migo's answer was cut off",
    fixedBy: 'migo',
    cause: 'The connection to Migo broke in the middle of the answer.',
    advice: 'Look whether the operation took effect before it is repeated.',
    retryable: true,
    retry: AFTER_A_LOOK,
  },
  upstream_answer_too_large: {
    status: 502,
    title: "Migo's answer is larger than allowed",
    fixedBy: 'operations',
    cause: 'Migo sent more than the gateway takes from this upstream.',
    advice: 'Ask for less, or have the limit of the upstream raised.',
  },
  upstream_redirect: {
    status: 502,
    title: 'Migo answered with a redirect',
    fixedBy: 'operations',
    cause: 'Migo’s host sent the gateway elsewhere.',
    advice: 'Redirects are never followed. The base URL of the upstream may be wrong.',
  },
  upstream_unavailable: {
    status: 503,
    title: 'Migo is not called for the moment, because it fails',
    fixedBy: 'migo',
    cause: 'Half of the recent calls to this upstream failed, so the gateway leaves it in peace for some seconds.',
    advice: 'The request was not sent. Try again after `Retry-After`; `GET /v1/status` tells how the upstream is.',
    retryable: true,
    retry: 'Yes, after `Retry-After`: nothing was sent.',
  },
  upstream_busy: {
    status: 503,
    title: 'No connection to Migo is free for this call',
    fixedBy: 'caller',
    cause:
      'The connections to this upstream, or the share of this partner or caller of them, are in use, and so is the queue.',
    advice: 'The request was not sent. Try again after `Retry-After`, with fewer calls at once.',
    retryable: true,
    retry: 'Yes, after `Retry-After`: nothing was sent.',
  },
  upstream_refused_credential: {
    status: 502,
    title: "Migo refuses the gateway's credential",
    fixedBy: 'operations',
    cause: 'Migo refused the token twice, the second time a new one.',
    advice: 'Check merchant, key and tokens of the partner in the settings.',
    leavesNothing: true,
  },
  section_refused: {
    status: 502,
    title: 'Migo refused a read that the view cannot do without',
    fixedBy: 'caller',
    cause:
      'A view could not read one of its required sections: Migo refused the read, or what it is read by was not there.',
    advice:
      'Look into `errors`: the section, and what it was refused with. Call its row alone, or leave the section out.',
  },
  upstream_timeout: {
    status: 504,
    title: 'Migo did not answer in time',
    fixedBy: 'migo',
    cause: 'The deadline of the call passed without an answer.',
    advice: 'Try a read again later; for anything else look first whether it took effect.',
    retryable: true,
    retry: AFTER_A_LOOK,
  },
  outcome_unknown: {
    status: 504,
    title: 'Whether the operation took effect is not known',
    fixedBy: 'caller',
    cause: 'A call that moves money, or has an `Idempotency-Key`, was sent, and no answer tells what became of it.',
    advice: 'Ask at `Location` what became of it; without one, read the state. Do not send it with another key.',
    retry:
      'With the same key: it is never made twice. With another one only where the state says that it did not take effect.',
  },
} as const satisfies Record<string, CatalogueEntry>;
