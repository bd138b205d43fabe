import { isJson, numberField, parseJson, textField } from '../clients/json.js';
import type { AnswerHead } from '../clients/transport/exchange.js';
import type { UpstreamName } from '../config/upstream.settings.js';
import { catalogueEntry, type ProblemCode } from '../problems/catalogue.js';
import { Problem, type ProblemError } from '../problems/problem.js';
import { migoCode } from './migo-codes.js';

/** An answer of an upstream that is not a success, as far as it was read. */
export interface RefusedAnswer extends AnswerHead {
  body: Buffer;
}

interface Where {
  upstream: UpstreamName;
  /** On a path with a partner the CMS says with any 403 that the operator is not assigned to it. */
  hasPartner: boolean;
  movesMoney: boolean;
}

const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid_request_upstream',
  401: 'upstream_refused_credential',
  403: 'forbidden_upstream',
  404: 'not_found',
  405: 'method_not_allowed_upstream',
  409: 'conflict',
  429: 'rate_limited',
  504: 'upstream_timeout',
};

const CODE = /^[A-Za-z0-9_.-]{1,64}$/;
const SECONDS = /^\d{1,5}$/;

/** Maps Migo's ways of saying no to the one shape of a problem. Only codes pass; words are ours. */
export function problemOfRefusal({ status, headers, body }: RefusedAnswer, where: Where): Problem {
  const codes = codesOf(parseJson(body.toString('utf8')));
  const errors = codes.map((own): ProblemError => ({ code: own, message: migoCode(own).sense }));
  const retryAfter = headers['retry-after'];
  const code = problemCode(status, codes, where);
  // Where the outcome is not known, `Retry-After` would invite a client to pay twice.
  const mayWait = catalogueEntry(code).retryable && typeof retryAfter === 'string' && SECONDS.test(retryAfter);
  return new Problem(code, {
    upstream: where.upstream,
    ...(errors.length > 0 && { errors }),
    ...(mayWait && { headers: { 'retry-after': retryAfter } }),
  });
}

function problemCode(status: number, codes: readonly string[], { hasPartner, movesMoney }: Where): ProblemCode {
  const named = codes.flatMap((code) => migoCode(code).problem ?? [])[0];
  if (named !== undefined && status !== 401 && status !== 429) return named;
  if (status === 403 && hasPartner) return 'FORBIDDEN';
  // Behind a 5xx without a business code anything may have happened.
  if (status >= 500 && movesMoney && codes.length === 0) return 'outcome_unknown';
  return BY_STATUS[status] ?? (status >= 500 ? 'upstream_error' : 'rejected_by_migo');
}

/** `errors[].code`, `ownCode`, or the `error.code` of terminal payments (docs of Migo's envelopes: common contract, 5). */
function codesOf(answer: unknown): string[] {
  if (!isJson(answer)) return [];
  const listed = Array.isArray(answer['errors']) ? answer['errors'] : [];
  const candidates = [
    ...listed.map(codeOf),
    numberField(answer, 'ownCode')?.toString(),
    codeOf(answer),
    codeOf(answer['error']),
  ];
  return [...new Set(candidates.filter((code): code is string => code !== undefined && CODE.test(code)))];
}

function codeOf(value: unknown): string | undefined {
  return textField(value, 'code') ?? numberField(value, 'code')?.toString();
}
