import type { CatalogueEntry } from './catalogue.entry.js';

/** What is wrong with the form of a request. */
export const MALFORMED_REQUESTS = {
  invalid_json: {
    status: 400,
    title: 'The body is not valid JSON',
    fixedBy: 'caller',
    cause: 'The body does not parse, names a member twice, or is nested too deeply.',
    advice: 'Send well-formed JSON (RFC 8259).',
  },
  invalid_encoding: {
    status: 400,
    title: 'The body is not UTF-8',
    fixedBy: 'caller',
    cause: 'The bytes of the JSON body are of another encoding, such as Latin-1 or UTF-16.',
    advice: 'Encode the JSON as UTF-8 (RFC 8259, section 8.1).',
  },
  malformed_request: {
    status: 400,
    title: 'The request is malformed',
    fixedBy: 'caller',
    cause: 'What arrived is not an HTTP request, or its headers are too long.',
    advice: 'Send a well-formed HTTP request (RFC 9112).',
  },
  request_too_slow: {
    status: 408,
    title: 'The request did not arrive in time',
    fixedBy: 'caller',
    cause: 'Headers or body took too long to arrive, here or at Migo: the request never became a whole one.',
    advice: 'Send headers and body without a pause; the connection is closed.',
    retryable: true,
    retry: 'Yes, on a new connection.',
  },
  client_stalled: {
    status: 408,
    title: 'The client stood still',
    fixedBy: 'caller',
    cause: 'The client stopped sending an upload, or reading a long answer, for longer than the gateway waits.',
    advice: 'Send and read without long pauses; how long they may be is a setting of the gateway.',
    retryable: true,
    retry: 'Yes, on a new connection.',
  },
  validation_failed: {
    status: 400,
    title: 'The request is not valid',
    fixedBy: 'caller',
    cause: 'A field of the body or the query is missing or breaks a rule. No upstream was called.',
    advice: 'Correct every field listed in `errors`.',
  },
  invalid_path: {
    status: 400,
    title: 'The path is not valid',
    fixedBy: 'caller',
    cause: 'A path parameter could change the path’s shape, or is empty.',
    advice:
      'Send a parameter that is not empty, `.` or `..`, and has no `/`, `\\` or control character, not even encoded twice; `#`, `%`, `;` and `?` stand in names of files only, encoded once.',
  },
} as const satisfies Record<string, CatalogueEntry>;

/** What is wrong with what a request asks for. */
export const REFUSED_REQUESTS = {
  route_not_found: {
    status: 404,
    title: 'There is no such operation',
    fixedBy: 'caller',
    cause: 'The gateway serves nothing at this method and path.',
    advice: 'See `/docs` for the operations that exist.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    fixedBy: 'caller',
    cause: 'The path is right; the card, user, transaction or other thing that it names is not there.',
    advice: 'Migo knows no such resource; its own code is in `errors`.',
  },
  wrong_door: {
    status: 404,
    title: 'Migo has no such operation',
    fixedBy: 'caller',
    cause: 'The path looks plausible, but Migo documents that there is no such operation.',
    advice: 'Use the operation that `detail` names.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The path has no such method',
    fixedBy: 'caller',
    cause: 'The path is right; it has other methods.',
    advice: 'Use a method that `Allow` names, or the operation that `detail` names.',
  },
  conflict: {
    status: 409,
    title: 'The state of the resource does not allow this',
    fixedBy: 'caller',
    cause: 'It exists already, or is in a state in which this cannot be done.',
    advice: 'Read the resource again; Migo’s own code is in `errors`.',
  },
  payload_too_large: {
    status: 413,
    title: 'The body is too large',
    fixedBy: 'caller',
    cause: 'The body or a file is larger than the operation takes, or than Migo does.',
    advice: 'Send less; the limit of each operation is in `/docs`.',
  },
  uri_too_long: {
    status: 414,
    title: 'The address is too long',
    fixedBy: 'caller',
    cause: 'A path parameter is longer than 2048 characters.',
    advice: 'Send a shorter path.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The content type is not supported',
    fixedBy: 'caller',
    cause: 'The body, or an uploaded file, is of another type than the operation takes.',
    advice: 'Send the content type that the operation names, mostly `application/json`.',
  },
  rejected_by_migo: {
    status: 422,
    title: 'Migo refused the request',
    fixedBy: 'caller',
    cause: 'Migo understood the request and refused it for a reason of its own.',
    advice: 'Correct the request; Migo’s own code is in `errors`.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    fixedBy: 'caller',
    cause: 'The gateway or Migo has counted too many requests.',
    advice: 'Wait for `Retry-After` and slow down.',
    retryable: true,
    retry: 'After `Retry-After`, then more slowly.',
  },
  client_closed_request: {
    status: 499,
    title: 'The client closed the connection',
    fixedBy: 'caller',
    cause: 'The client went away before the answer was ready.',
    advice: 'Seen in logs only: the client did not wait for the answer.',
    retry: 'A read: yes. Anything else: only where it did not take effect.',
  },
} as const satisfies Record<string, CatalogueEntry>;
