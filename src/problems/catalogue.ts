type FixedBy = 'caller' | 'partner' | 'operations' | 'migo';

export interface CatalogueEntry {
  status: number;
  title: string;
  /** Whether the same request, sent again later, can succeed without anything else being changed. */
  retryable: boolean;
  fixedBy: FixedBy;
  /** What happened and what to do, for the catalogue page; `docs/errors.md` is generated from it. */
  advice: string;
}

const entry = (status: number, title: string, fixedBy: FixedBy, advice: string, retryable = false): CatalogueEntry => ({
  status,
  title,
  retryable,
  fixedBy,
  advice,
});

/** Every `code` that a problem can carry. Codes are stable: clients branch on them. */
export const CATALOGUE = {
  // The request
  invalid_json: entry(400, 'The body is not valid JSON', 'caller', 'Send well-formed JSON (RFC 8259).'),
  malformed_request: entry(400, 'The request is malformed', 'caller', 'Send a well-formed HTTP request (RFC 9112).'),
  request_too_slow: entry(
    408,
    'The request did not arrive in time',
    'caller',
    'Send headers and body without a pause; the connection is closed.',
    true,
  ),
  validation_failed: entry(400, 'The request is not valid', 'caller', 'Correct every field listed in `errors`.'),
  invalid_path: entry(
    400,
    'The path is not valid',
    'caller',
    'A path parameter is empty, `.` or `..`, or holds a character that no identifier has.',
  ),
  invalid_request: entry(
    400,
    'The token request is not valid',
    'caller',
    'Send a form with `grant_type=client_credentials`, each parameter once, the client named by one method (RFC 6749).',
  ),
  invalid_scope: entry(
    400,
    'The client may not have this scope',
    'partner',
    'Ask for scopes that the client has in the settings, or for none to get them all (RFC 6749).',
  ),
  unsupported_grant_type: entry(
    400,
    'The grant type is not supported',
    'caller',
    'Use `grant_type=client_credentials` (RFC 6749).',
  ),
  invalid_client: entry(
    401,
    'The client is unknown or its secret is wrong',
    'caller',
    'Check client id and secret; in HTTP Basic authentication both are form-encoded first (RFC 6749).',
  ),
  authentication_required: entry(
    401,
    'Authentication is required',
    'caller',
    'Log in, then send the session cookie or `Authorization: Bearer`.',
  ),
  token_invalid: entry(
    401,
    'The access token is not valid',
    'caller',
    'Obtain a new one at `POST /v1/auth/token`: they last for five minutes.',
  ),
  session_invalid: entry(
    401,
    'The session is unknown or over',
    'caller',
    'Log in again: the session was ended, idle too long, or never existed.',
  ),
  session_expired: entry(
    401,
    'The upstream session is over',
    'caller',
    "Log in again: Migo has ended the user's own session.",
  ),
  step_up_required: entry(
    401,
    'A recent one-time code is required',
    'caller',
    'Ask for a code with `POST /v1/auth/otp`, send it with `PUT /v1/auth/otp`, then send the request again, unchanged.',
  ),
  otp_refused: entry(
    400,
    'The one-time code was refused',
    'caller',
    'Send the newest code; ask for another one where it is too old. Too many wrong ones lock for a while.',
  ),
  login_failed: entry(401, 'The login was refused', 'caller', 'Check e-mail or user name, and password.'),
  FORBIDDEN: entry(
    403,
    'The partner is not assigned to you',
    'partner',
    'Ask the partner to assign you, or use a partner that is. The code is Migo’s own.',
  ),
  caller_not_allowed: entry(
    403,
    'Callers of this kind may not use this operation',
    'caller',
    'Use a kind of caller that the operation lists.',
  ),
  scope_missing: entry(
    403,
    'The scope for this operation was not granted',
    'partner',
    "Have the scope added to the partner's `operatorScopes`, or to the service client.",
  ),
  permission_missing: entry(
    403,
    'The CMS permission for this operation was not granted',
    'partner',
    'Have the permission granted to the operator in the CMS.',
  ),
  csrf_header_missing: entry(
    403,
    'The CSRF header is missing',
    'caller',
    'Send `X-Migo-Csrf: 1` with every browser call that is not a GET.',
  ),
  origin_not_allowed: entry(
    403,
    'The origin is not allowed',
    'partner',
    "Have the frontend's origin added to the partner's `origins`.",
  ),
  session_not_found: entry(
    404,
    'You have no such session',
    'caller',
    'Take an `id` from `GET /v1/auth/sessions`; the session may have ended meanwhile.',
  ),
  route_not_found: entry(404, 'There is no such operation', 'caller', 'See `/docs` for the operations that exist.'),
  not_found: entry(404, 'Not found', 'caller', 'Migo knows no such resource; its own code is in `errors`.'),
  wrong_door: entry(404, 'Migo has no such operation', 'caller', 'Use the operation that `detail` names.'),
  method_not_allowed: entry(405, 'Migo has no such operation', 'caller', 'Use the operation that `detail` names.'),
  conflict: entry(
    409,
    'The state of the resource does not allow this',
    'caller',
    'Read the resource again; Migo’s own code is in `errors`.',
  ),
  payload_too_large: entry(
    413,
    'The body is too large',
    'caller',
    'Send less; the limit of each operation is in `/docs`.',
  ),
  uri_too_long: entry(414, 'The address is too long', 'caller', 'Send a shorter path or query.'),
  unsupported_media_type: entry(
    415,
    'The content type is not supported',
    'caller',
    'Send the content type that the operation names, mostly `application/json`.',
  ),
  rejected_by_migo: entry(
    422,
    'Migo refused the request',
    'caller',
    'Correct the request; Migo’s own code is in `errors`.',
  ),
  rate_limited: entry(429, 'Too many requests', 'caller', 'Wait for `Retry-After` and slow down.', true),
  client_closed_request: entry(
    499,
    'The client closed the connection',
    'caller',
    'Seen in logs only: the client did not wait for the answer.',
  ),

  // Migo's answer
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

  // The gateway
  internal_error: entry(500, 'The gateway failed', 'operations', 'Report the `requestId`.'),
  session_store_unavailable: entry(
    503,
    'The session store cannot be reached',
    'operations',
    'Nothing is lost: the same call works again when the store is back.',
    true,
  ),
  credential_unavailable: entry(
    503,
    'A token could not be obtained in time',
    'migo',
    'The session lives on. Try again after `Retry-After`.',
    true,
  ),
  credential_renewed: entry(
    503,
    'The token was renewed; the request was not sent again',
    'caller',
    'Migo refused the request before doing anything. Send it again.',
    true,
  ),
  upstream_not_configured: entry(
    503,
    'This upstream is not set up',
    'operations',
    'Add the upstream, and the partner’s credential for it, to the settings.',
  ),
} as const satisfies Record<string, CatalogueEntry>;

export type ProblemCode = keyof typeof CATALOGUE;

export function catalogueEntry(code: ProblemCode): CatalogueEntry {
  return CATALOGUE[code];
}
