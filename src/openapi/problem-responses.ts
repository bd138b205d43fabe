import { STATUS_CODES } from 'node:http';
import type { OpenAPIObject } from '@nestjs/swagger';
import { CATALOGUE, catalogueEntry, type ProblemCode } from '../problems/catalogue.js';
import { OAUTH_ERROR_MEDIA_TYPE, toOAuthError } from '../problems/oauth-error.js';
import { Problem } from '../problems/problem.js';
import { PROBLEM_MEDIA_TYPE, toProblemBody } from '../problems/problem.body.js';
import { retryAdvice } from '../problems/retry-advice.js';
import { type DocumentedOperation, operationsOf } from './operation.js';

type Responses = NonNullable<NonNullable<OpenAPIObject['components']>['responses']>;

const REQUEST_ID = '5f0c9a52-3c1e-4b0e-9d53-0a1f8c7e6b21';
interface ErrorForm {
  mediaType: string;
  schema: string;
  bodyOf: (problem: Problem, requestId: string) => object;
}

const PROBLEM: ErrorForm = { mediaType: PROBLEM_MEDIA_TYPE, schema: 'Problem', bodyOf: toProblemBody };
const OAUTH: ErrorForm = { mediaType: OAUTH_ERROR_MEDIA_TYPE, schema: 'OAuthError', bodyOf: toOAuthError };

/** Also where Migo says when to come again. */
const MAY_WAIT = [408, 409, 429, 502, 503, 504];

/** Whatever else there is: Migo's own status of a refusal, a request that is none, a process with too much to do. */
const OTHER = 'Any other problem';
const OTHERS = [
  { range: '4XX', name: 'OtherRefusal', code: 'rejected_by_migo' },
  { range: '5XX', name: 'OtherFailure', code: 'internal_error' },
] as const;

/** Gives every operation the problems that it can answer with, each status once in the components. */
export function completeProblems(document: OpenAPIObject): void {
  const used = new Set<number>();
  for (const documented of operationsOf(document)) {
    const { operation } = documented;
    for (const status of statusesOf(documented)) {
      if (operation['x-oauth-errors'] === true) operation.responses[status] = responseOf(status, OAUTH);
      else used.add(status);
      operation.responses[status] ??= { $ref: `#/components/responses/${nameOf(status)}` };
    }
    for (const { range, name, code } of OTHERS)
      operation.responses[range] =
        operation['x-oauth-errors'] === true
          ? described(OTHER, [code], { form: OAUTH })
          : { $ref: `#/components/responses/${name}` };
    delete operation['x-problems'];
    delete operation['x-oauth-errors'];
  }
  const responses: Responses = {};
  for (const status of [...used].sort()) responses[nameOf(status)] = responseOf(status);
  for (const { name, code } of OTHERS) responses[name] = described(OTHER, [code]);
  document.components = { ...document.components, responses };
}

function statusesOf({ method, operation }: DocumentedOperation): number[] {
  const { 'x-callers': callers, 'x-upstream': upstream, 'x-problems': more = [] } = operation;
  const writes = method !== 'get';
  const isGuarded = callers !== 'anyone' || writes;
  return [
    ...[400, 500],
    ...(isGuarded ? [401, 403, 429, 503] : []),
    ...(operation.requestBody === undefined ? [] : [413, 415]),
    // Migo names what it does not know, or cannot do now, in bodies and queries, too.
    ...(upstream === undefined ? [] : [404, 409, 422, 502, 504]),
    ...(upstream !== undefined && writes ? [405] : []),
    ...more,
  ];
}

/** `Not Found` is `NotFound`. */
function nameOf(status: number): string {
  return (STATUS_CODES[status] ?? String(status)).replaceAll(/[^A-Za-z]/g, '');
}

function responseOf(status: number, form: ErrorForm = PROBLEM): Responses[string] {
  const codes = codesOf(status);
  const headers = {
    ...(MAY_WAIT.includes(status) && { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }),
    ...(status === 401 && { 'WWW-Authenticate': { $ref: '#/components/headers/Challenge' } }),
    ...(status === 429 && {
      RateLimit: { $ref: '#/components/headers/RateLimit' },
      'RateLimit-Policy': { $ref: '#/components/headers/RateLimitPolicy' },
    }),
  };
  const names = codes.map((code) => `\`${code}\``).join(', ');
  return described(`${STATUS_CODES[status] ?? ''}: ${names}`, codes, { form, headers });
}

function described(
  description: string,
  codes: readonly ProblemCode[],
  { form = PROBLEM, headers = {} }: { form?: ErrorForm; headers?: object } = {},
): Responses[string] {
  return {
    description,
    headers: { 'X-Request-Id': { $ref: '#/components/headers/RequestId' }, ...headers },
    content: {
      [form.mediaType]: {
        schema: { $ref: `#/components/schemas/${form.schema}` },
        examples: Object.fromEntries(codes.map((code) => [code, exampleOf(code, form.bodyOf)])),
      },
    },
  };
}

function codesOf(status: number): ProblemCode[] {
  return (Object.keys(CATALOGUE) as ProblemCode[]).filter((code) => catalogueEntry(code).status === status);
}

function exampleOf(
  code: ProblemCode,
  bodyOf: ErrorForm['bodyOf'],
): { summary: string; description: string; value: unknown } {
  const { title, cause, advice } = catalogueEntry(code);
  const description = `${cause} ${advice} Again: ${retryAdvice(code)}`;
  const errors = [{ code: 'isEmail', message: 'email must be an email', field: 'email' }];
  const problem = new Problem(code, code === 'validation_failed' ? { errors } : {});
  return { summary: title, description, value: bodyOf(problem, REQUEST_ID) };
}
