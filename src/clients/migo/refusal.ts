import { isRecord, type JsonObject, numberField, parseJson, textField } from '../../common/json.js';
import type { AnswerHead } from '../transport/exchange.js';
import type { UpstreamName } from '../../config/upstream.settings.js';
import { catalogueEntry, type ProblemCode } from '../../problems/catalogue.js';
import { Problem, type ProblemError } from '../../problems/problem.js';
import { knownMigoCode, migoCode } from './migo-codes.js';

/** An answer of an upstream that is not a success, as far as it was read. */
export interface RefusedAnswer extends AnswerHead {
  body: Buffer;
}

interface Where {
  upstream: UpstreamName;
  /** On a path with a partner the CMS says with any 403 that the operator is not assigned to it. */
  hasPartner: boolean;
  movesMoney: boolean;
  /** The token that was sent is the caller's own, from his login at this upstream. */
  ownToken: boolean;
}

const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid_request_upstream',
  403: 'forbidden_upstream',
  404: 'not_found',
  405: 'method_not_allowed_upstream',
  409: 'conflict',
  429: 'rate_limited',
  504: 'upstream_timeout',
};

/** Not documented either: what an answer calls a one-time code. A word, and not three letters of a token or an id. */
const ONE_TIME_CODE = /(?<![A-Za-z0-9])(?:otp|OTP|Otp)(?![a-z0-9])|[Oo]ne[- ][Tt]ime/;
/** With what Migo may refuse a code that came with a call. */
const CODE_REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 422]);

const CODE = /^[A-Za-z0-9_.-]{1,64}$/;
const SECONDS = /^\d{1,5}$/;

/** Maps Migo's ways of saying no to the one shape of a problem. Only codes pass; words are ours. */
export function problemOfRefusal({ status, headers, body }: RefusedAnswer, where: Where): Problem {
  const text = body.toString('utf8');
  const codes = codesOf(parseJson(text), where.upstream);
  const errors = codes.map((own): ProblemError => ({ code: own, message: migoCode(own, where.upstream).sense }));
  const retryAfter = headers['retry-after'];
  const code = problemCode(status, codes, { ...where, speaksOfCode: ONE_TIME_CODE.test(text) });
  // Where the outcome is not known, `Retry-After` would invite a client to pay twice.
  const mayWait = catalogueEntry(code).retryable && typeof retryAfter === 'string' && SECONDS.test(retryAfter);
  return new Problem(code, {
    upstream: where.upstream,
    ...(errors.length > 0 && { errors }),
    ...(mayWait && { headers: { 'retry-after': retryAfter } }),
  });
}

function problemCode(
  status: number,
  codes: readonly string[],
  { upstream, hasPartner, movesMoney, ownToken, speaksOfCode }: Where & { speaksOfCode: boolean },
): ProblemCode {
  const told = codes.map((code) => migoCode(code, upstream));
  const problem = told.flatMap((code) => code.problem ?? [])[0];
  if (movesMoney && status >= 500) {
    // Anything may have happened, unless a documented code says that it has not: the Wallet Gateway and the CMS send 500
    // with a code in none of their sets. The Middleware does not, so there a 5xx tells nothing.
    const isRefusal = status === 500 && upstream !== 'middleware' && !told.some(({ leavesOpen }) => leavesOpen);
    return (isRefusal ? problem : undefined) ?? 'outcome_unknown';
  }
  if (status === 401 && !speaksOfCode && !told.some(({ sparesToken }) => sparesToken)) {
    return ownToken ? 'session_expired' : 'upstream_refused_credential';
  }
  if (problem !== undefined && status !== 429) return problem;
  if (status === 403 && hasPartner) return 'FORBIDDEN';
  return BY_STATUS[status] ?? (status >= 500 ? 'upstream_error' : 'rejected_by_migo');
}

/** Whether a 401 is about a token, so that a new one may help. Sent again, a wrong PIN would count twice. */
export function refusesToken({ status, body }: RefusedAnswer, upstream: UpstreamName): boolean {
  if (status !== 401) return false;
  const text = body.toString('utf8');
  const codes = codesOf(parseJson(text), upstream);
  return !ONE_TIME_CODE.test(text) && !codes.some((code) => migoCode(code, upstream).sparesToken);
}

/**
 * Whether a call was refused for the one-time code that came with it. Migo documents no code for that: an answer that speaks of
 * one does it, and so may one that says nothing known; a 401 is about a token otherwise.
 */
export function refusesOtp({ status, body }: RefusedAnswer, upstream: UpstreamName): boolean {
  if (!CODE_REFUSALS.has(status)) return false;
  const text = body.toString('utf8');
  if (ONE_TIME_CODE.test(text) || status === 401) return ONE_TIME_CODE.test(text);
  return !codesOf(parseJson(text), upstream).some((code) => knownMigoCode(code, upstream) !== undefined);
}

/**
 * `errors[].code`, `ownCode`, or the `error.code` of terminal payments (docs of Migo's envelopes: common contract, 5).
 * Which field has a name or a library's code is not documented: it is looked for wherever words stand, and taken if known.
 */
function codesOf(answer: unknown, upstream: UpstreamName): string[] {
  if (!isRecord(answer)) return [];
  const listed = Array.isArray(answer['errors']) ? answer['errors'] : [];
  const candidates = [
    ...listed.map(codeOf),
    numberField(answer, 'ownCode')?.toString(),
    codeOf(answer),
    codeOf(answer['error']),
  ];
  const codes = [...new Set(candidates.filter((code): code is string => code !== undefined && CODE.test(code)))];
  const told = codes.map((code) => knownMigoCode(code, upstream));
  const words = wordsOf(answer, listed).filter((word) => {
    const known = knownMigoCode(word, upstream);
    return known !== undefined && !told.includes(known);
  });
  // A name says more than an `ownCode` that may only repeat the status.
  return [...new Set([...words, ...codes])];
}

function wordsOf(answer: JsonObject, listed: readonly unknown[]): string[] {
  const { error, name, message } = answer;
  const nested = isRecord(error) ? [error['name'], error['message']] : [error];
  return [...listed, ...nested, name, message].filter((word) => typeof word === 'string');
}

function codeOf(value: unknown): string | undefined {
  return textField(value, 'code') ?? numberField(value, 'code')?.toString();
}
