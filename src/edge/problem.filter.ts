import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ContextLogger, Loggers } from '../observability/logger.js';
import '../observability/request-record.js';
import { StoreUnavailableError } from '../storage/key-value-store.js';
import type { ProblemCode } from '../problems/catalogue.js';
import { OAUTH_ERROR_MEDIA_TYPE, toOAuthError } from '../problems/oauth-error.js';
import { Problem } from '../problems/problem.js';
import './body/content.js';
import { PROBLEM_MEDIA_TYPE, toProblemBody } from '../problems/problem.body.js';

/** Refusals that come by thousands when something is wrong: the line of the request names them, and `/ops/upstreams` counts them. */
const ROUTINE = new Set<ProblemCode>(['upstream_busy', 'upstream_unavailable', 'overloaded']);

/** Every 401 says how to log in (RFC 9110, section 15.5.2). */
const CHALLENGE = { 'www-authenticate': 'Bearer' };

/** Answers every error as one problem. What is not a problem yet is our own fault: logged here, once, and told as `internal_error`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger: ContextLogger;

  constructor(loggers: Loggers) {
    this.logger = loggers.of(ProblemFilter.name);
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = asProblem(error);
    if (problem.status >= 500 && !ROUTINE.has(problem.code)) this.log(problem, request.id);
    request.record.problem = problem.code;
    if (reply.raw.headersSent) {
      // The status line is gone; only a broken connection can still tell the client that the answer is not whole.
      reply.raw.destroy();
      return;
    }
    // The one operation that takes a form is the token endpoint, which has errors of its own.
    const isOAuth = request.routeOptions.config.formBody === true;
    void reply
      .status(problem.status)
      .headers({
        ...(problem.status === 401 && CHALLENGE),
        // Whatever a handler that failed would have let others keep.
        'cache-control': 'no-store',
        ...problem.options.headers,
        'content-type': isOAuth ? OAUTH_ERROR_MEDIA_TYPE : PROBLEM_MEDIA_TYPE,
      })
      .send(
        JSON.stringify(
          isOAuth ? toOAuthError(problem, request.id) : toProblemBody(problem, request.id, request.record),
        ),
      );
  }

  private log(problem: Problem, requestId: string): void {
    const fields = { requestId, code: problem.code, upstream: problem.options.upstream, err: problem.cause };
    if (problem.status === 500) this.logger.error(fields, problem.message);
    else this.logger.warn(fields, problem.message);
  }
}

/** Fastify's own errors, by its code or else by status. */
const FRAMEWORK_ERRORS: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_BAD_URL: 'invalid_path',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid_json',
  400: 'malformed_request',
  404: 'route_not_found',
  413: 'payload_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
};

/** What an error is to a client. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StoreUnavailableError) {
    return new Problem('session_store_unavailable', { cause: error, headers: { 'retry-after': '1' } });
  }
  const { code = '', status = 500 } = frameworkError(error);
  return new Problem(FRAMEWORK_ERRORS[code] ?? FRAMEWORK_ERRORS[status] ?? 'internal_error', { cause: error });
}

function frameworkError(error: unknown): { code?: string; status?: number } {
  if (error instanceof HttpException) return { status: error.getStatus() };
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return {};
  // Only Fastify's own: a library's error with a status is our fault, not the client's.
  if (!error.code.startsWith('FST_')) return {};
  return {
    code: error.code,
    ...('statusCode' in error && typeof error.statusCode === 'number' && { status: error.statusCode }),
  };
}
