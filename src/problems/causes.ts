import type { ProblemCode } from './catalogue.js';

/** What has happened where a client sees the code: for the catalogue page and the OpenAPI document. */
export const CAUSES: Readonly<Record<ProblemCode, string>> = {
  // The request
  invalid_json: 'The body does not parse, names a member twice, or is nested too deeply.',
  malformed_request: 'What arrived is not an HTTP request, or its headers are too long.',
  validation_failed: 'A field of the body or the query is missing or breaks a rule. No upstream was called.',
  invalid_path: 'A path parameter could change the path’s shape, or is empty.',
  invalid_request: 'A form of the token endpoint has a parameter too few, too many, or twice.',
  invalid_scope: 'A service asked for a scope that its client does not have.',
  unsupported_grant_type: 'A service asked for a token by another grant than client credentials.',
  invalid_client: 'No service client has this id and secret.',
  authentication_required: 'Neither a session nor a service token came with the request.',
  token_invalid: 'The service token is expired, altered, or signed by a key that is no longer known.',
  session_invalid: 'The handle belongs to no session: logged out, idle too long, too old, or never given.',
  session_expired: 'Migo no longer takes the user’s own tokens, and they could not be refreshed.',
  login_failed: 'Migo knows no such user with this password.',
  FORBIDDEN: 'The path names a CMS partner that the caller does not belong to.',
  caller_not_allowed: 'An operator, cardholder, service or visitor called what is meant for others.',
  scope_missing: 'The operation needs a scope that neither the partner nor the service client has.',
  permission_missing: 'The operator does not have the CMS permission in this partner.',
  csrf_header_missing:
    'A call with the session cookie would change something, but lacks the header that no form can set.',
  origin_not_allowed: 'A browser called from a page that is not one of the partner’s.',
  route_not_found: 'The gateway serves nothing at this method and path.',
  not_found: 'The path is right; the card, user, transaction or other thing that it names is not there.',
  wrong_door: 'The path looks plausible, but Migo documents that there is no such operation.',
  method_not_allowed: 'Migo has the path, with other methods.',
  conflict: 'It exists already, or is in a state in which this cannot be done.',
  payload_too_large: 'The body or a file is larger than the operation takes.',
  uri_too_long: 'A path parameter or the address is longer than any identifier.',
  unsupported_media_type: 'The body, or an uploaded file, is of another type than the operation takes.',
  rejected_by_migo: 'Migo understood the request and refused it for a reason of its own.',
  rate_limited: 'The gateway or Migo has counted too many requests.',
  client_closed_request: 'The client went away before the answer was ready.',

  // Migo's answer
  invalid_request_upstream: 'The gateway’s checks let the request pass; Migo’s did not.',
  forbidden_upstream: 'Migo refuses the operation to this user, merchant or partner.',
  method_not_allowed_upstream: 'The processor, or the state of the thing, does not allow the operation.',
  upstream_error: 'Migo answered with an error of its own.',
  upstream_unreachable: 'No connection to Migo’s host: its name, the network, or its certificate.',
  upstream_invalid_answer: 'What Migo sent is not what the operation answers with.',
  upstream_answer_cut: 'The connection to Migo broke in the middle of the answer.',
  upstream_answer_too_large: 'Migo sent more than the gateway takes from this upstream.',
  upstream_redirect: 'Migo’s host sent the gateway elsewhere.',
  upstream_refused_credential: 'Migo refused the token twice, the second time a new one.',
  upstream_timeout: 'The deadline of the call passed without an answer.',
  outcome_unknown: 'A call that moves money was sent, and no answer tells what became of it.',

  // The gateway
  internal_error: 'A fault of the gateway’s own.',
  session_store_unavailable: 'Redis does not answer.',
  credential_unavailable: 'Migo’s login or refresh does not answer, or fails.',
  credential_renewed: 'The token had run out, and a call that cannot be repeated safely was on its way.',
  upstream_not_configured: 'The settings name no such upstream, or no credential of this partner for it.',
};
