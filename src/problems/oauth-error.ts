import { catalogueEntry, type ProblemCode } from './catalogue.js';
import type { Problem } from './problem.js';
import { toProblemBody, type ProblemBody } from './problem.body.js';

export const OAUTH_ERROR_MEDIA_TYPE = 'application/json';

/** What the token endpoint refuses with (RFC 6749, section 5.2), beside what every problem has. */
export interface OAuthErrorBody extends ProblemBody {
  error: string;
  error_description: string;
}

/** Codes that RFC 6749 has given their names. */
const OAUTH_ERRORS: ReadonlySet<ProblemCode> = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_scope',
  'unsupported_grant_type',
]);

export function toOAuthError(problem: Problem, requestId: string): OAuthErrorBody {
  const { code, status, options } = problem;
  return {
    error: errorOf(code, status),
    // RFC 6749 allows these characters only.
    error_description: (options.detail ?? catalogueEntry(code).title).replaceAll(
      /[^\x20-\x21\x23-\x5B\x5D-\x7E]/g,
      "'",
    ),
    ...toProblemBody(problem, requestId),
  };
}

/** Names for what section 5.2 has none are those of section 4.1.2.1. */
function errorOf(code: ProblemCode, status: number): string {
  if (OAUTH_ERRORS.has(code)) return code;
  if (status === 429 || status === 503) return 'temporarily_unavailable';
  return status >= 500 ? 'server_error' : 'invalid_request';
}
