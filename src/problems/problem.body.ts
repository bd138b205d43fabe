import { catalogueEntry } from './catalogue.js';
import { type FailedCall, isRetryable } from './retryable.js';
import type { Problem, ProblemError } from './problem.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** RFC 9457, section 3.1, with `success: false` for clients of Migo's own envelope. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  requestId: string;
  retryable: boolean;
  upstream?: string;
  errors?: readonly ProblemError[];
  success: false;
}

export function toProblemBody(problem: Problem, requestId: string, call: FailedCall = {}): ProblemBody {
  const { code, status, options } = problem;
  const { title, advice } = catalogueEntry(code);
  return {
    type: `urn:migo-gateway:problem:${code}`,
    title,
    status,
    // Without the marks of docs/errors.md.
    detail: options.detail ?? advice.replaceAll('`', ''),
    instance: `urn:migo-gateway:request:${requestId}`,
    code,
    requestId,
    retryable: isRetryable(code, call),
    ...(options.upstream !== undefined && { upstream: options.upstream }),
    ...(options.errors !== undefined && { errors: options.errors }),
    success: false,
  };
}
