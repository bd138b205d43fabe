import { type CatalogueEntry, entry } from './catalogue.entry.js';

/** What Migo has answered, or has not. */
export const UPSTREAM_PROBLEMS = {
  invalid_request_upstream: entry(
    400,
    'Migo refused the request as invalid',
    'caller',
    'Correct the request; Migo’s own code is in `errors`.',
  ),
  forbidden_upstream: entry(
    403,
    'Migo does not permit this',
    'partner',
    'Have the permission granted at Migo; its own code is in `errors`.',
  ),
  method_not_allowed_upstream: entry(
    405,
    'Migo does not allow this operation here',
    'caller',
    'The state or the processor does not allow it; Migo’s own code is in `errors`.',
  ),
  upstream_error: entry(
    502,
    'Migo failed',
    'migo',
    'Try a read again later; for anything else look first whether it took effect.',
    true,
  ),
  upstream_unreachable: entry(
    502,
    'Migo could not be reached',
    'operations',
    'The request was not sent. Try again later.',
    true,
  ),
  upstream_invalid_answer: entry(
    502,
    'Migo sent an answer that makes no sense',
    'migo',
    'Look whether the operation took effect before it is repeated.',
  ),
  upstream_answer_cut: entry(
    502,
    "Migo's answer was cut off",
    'migo',
    'Look whether the operation took effect before it is repeated.',
    true,
  ),
  upstream_answer_too_large: entry(
    502,
    "Migo's answer is larger than allowed",
    'operations',
    'Ask for less, or have the limit of the upstream raised.',
  ),
  upstream_redirect: entry(
    502,
    'Migo answered with a redirect',
    'operations',
    'Redirects are never followed. The base URL of the upstream may be wrong.',
  ),
  upstream_refused_credential: entry(
    502,
    "Migo refuses the gateway's credential",
    'operations',
    'Check merchant, key and tokens of the partner in the settings.',
  ),
  upstream_timeout: entry(
    504,
    'Migo did not answer in time',
    'migo',
    'Try a read again later; for anything else look first whether it took effect.',
    true,
  ),
  outcome_unknown: entry(
    504,
    'Whether the operation took effect is not known',
    'caller',
    'Do not repeat it blindly: read the state first.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
