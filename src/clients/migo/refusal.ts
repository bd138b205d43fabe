import { parseJson } from '../../common/json.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';
import { catalogueEntry, type ProblemCode } from '../../problems/catalogue.js';
import { Problem } from '../../problems/problem.js';
import { isRetryable } from '../../problems/retryable.js';
import type { AnswerHead } from '../transport/upstream-call.js';
import { UPSTREAMS } from '../upstreams.js';
import type { MigoCode } from './migo-codes.js';
import { refusalCodes } from './refusal-codes.js';
import { refusalErrors } from './refusal-errors.js';
import { refusalWords, type Said } from './refusal-words.js';
import { retryAfterOf } from '../transport/retry-after.js';

/** An answer of an upstream that is not a success, as far as it was read. */
interface RefusedAnswer extends AnswerHead {
  body: Buffer;
}

/** What Migo said when it said no, read once. */
export interface Refusal {
  kind: 'refused';
  /** It was said of an earlier call with the same key. */
  isReplay?: true;
  upstream: UpstreamName;
  status: number;
  /** As Migo wrote them. */
  codes: readonly string[];
  /** Its words, as they came: not for anybody before they are cleaned. */
  said: readonly Said[];
  /** What those of them mean that the upstream's table has. */
  known: readonly MigoCode[];
  /** Whether any part of it is about a one-time code. */
  speaksOfCode: boolean;
  /** Seconds, where the answer names some. */
  retryAfter: string | undefined;
  /** The whole body, for hints only: it may hold anything. */
  text: string;
}

/** The call that was refused. */
export interface RefusedCall {
  /** Only on a path with a partner can it be one that is not assigned. */
  hasPartner: boolean;
  movesMoney: boolean;
  isRead: boolean;
  /** The token that was sent is the caller's own, from his login at this upstream. */
  ownToken: boolean;
  /** Whether Migo's own words, cleaned, go to the caller. */
  tellsWords: boolean;
}

const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid_request_upstream',
  403: 'forbidden_upstream',
  404: 'not_found',
  405: 'method_not_allowed_upstream',
  408: 'request_too_slow',
  409: 'conflict',
  413: 'payload_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
  429: 'rate_limited',
  504: 'upstream_timeout',
};

/** Words by which an answer means a one-time code; not documented either. A word, and not three letters of a token or an id. */
const ONE_TIME_CODE = /(?<![A-Za-z0-9])(?:otp|OTP|Otp)(?![a-z0-9])|[Oo]ne[- ][Tt]ime/;
/** With what Migo may refuse a code that came with a call. */
const CODE_REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 422]);

/** They would say something of the caller's own login or connection, which Migo knows nothing of. */
const NOT_PASSED_ON: ReadonlySet<number> = new Set([401, 407, 421, 426, 431]);
/** RFC 9110 means a request that never came whole; NestJS's time-out interceptors send it while the handler goes on. */
const GIVEN_UP = 408;
/** As the CMS says that a partner is not the operator's (cms-api/overview). */
const NOT_ASSIGNED = 'FORBIDDEN';
/** A code of the business, by its form: a driver's own code says nothing of the request. */
const BUSINESS_CODE = /^\d{4}$/;

/** Reads an answer that is no success. The codes of one upstream would mean something else at another. */
export function readRefusal({ status, headers, body }: RefusedAnswer, upstream: UpstreamName): Refusal {
  const text = body.toString('utf8');
  const table = UPSTREAMS[upstream].codes;
  const answer = parseJson(text);
  const codes = refusalCodes(answer, table);
  return {
    kind: 'refused',
    upstream,
    status,
    codes,
    said: refusalWords(answer),
    known: codes.flatMap((code) => table.get(code) ?? []),
    speaksOfCode: ONE_TIME_CODE.test(text),
    retryAfter: retryAfterOf(headers),
    text,
  };
}

/** Maps Migo's ways of saying no to the one shape of a problem: its codes and cleaned words in `errors`, all else is ours. */
export function problemOf(refusal: Refusal, call: RefusedCall): Problem {
  const { upstream, codes, said, retryAfter } = refusal;
  const code = problemCode(refusal, call);
  const { status } = catalogueEntry(code);
  // What failed, or whose token was refused, speaks of Migo's insides; a refusal speaks of the request.
  const tells = call.tellsWords && status < 500 && !isTokenRefusal(refusal);
  const { codes: table } = UPSTREAMS[upstream];
  const errors = refusalErrors({ codes, said: tells ? said : [] }, table);
  // Where the outcome is not known, `Retry-After` would invite a client to pay twice.
  const mayWait = retryAfter !== undefined && isRetryable(code, { sent: true, isRead: call.isRead });
  return new Problem(code, {
    upstream,
    ...(code === 'rejected_by_migo' && { status: refusedStatus(refusal) ?? status }),
    ...(errors.length > 0 && { errors }),
    ...(mayWait && { headers: { 'retry-after': retryAfter } }),
  });
}

/** Whether a 401 is about a token, so that a new one may help. Sent again, a wrong PIN would count twice. */
export function isTokenRefusal({ status, speaksOfCode, known }: Refusal): boolean {
  return status === 401 && !speaksOfCode && !known.some(({ sparesToken }) => sparesToken);
}

/**
 * Whether a call was refused for the one-time code that came with it. Migo documents no code for that: an answer that speaks of
 * one does it, and so may one that says nothing known; a 401 is about a token otherwise.
 */
export function isOtpRefusal({ status, speaksOfCode, known }: Refusal): boolean {
  if (!CODE_REFUSALS.has(status)) return false;
  return speaksOfCode || (status !== 401 && known.length === 0);
}

/** Migo's own status, where no code of its documentation says more. */
function refusedStatus({ status, known }: Refusal): number | undefined {
  const isTold = known.some(({ problem }) => problem !== undefined) || status >= 500 || NOT_PASSED_ON.has(status);
  return isTold ? undefined : status;
}

function problemCode(refusal: Refusal, { hasPartner, movesMoney, ownToken }: RefusedCall): ProblemCode {
  const { upstream, status, codes, known } = refusal;
  const problem = known.flatMap((code) => code.problem ?? [])[0];
  if (movesMoney && (status >= 500 || status === GIVEN_UP)) {
    // Anything may have happened, unless a documented code says that it has not: the Wallet Gateway and the CMS send 500
    // with a code in none of their sets. The Middleware does not, so there a 5xx tells nothing.
    const { refusesWith500 } = UPSTREAMS[upstream];
    const isRefusal = status === 500 && refusesWith500 && !known.some(({ leavesOpen }) => leavesOpen);
    return (isRefusal ? problem : undefined) ?? 'outcome_unknown';
  }
  if (isTokenRefusal(refusal)) return ownToken ? 'session_expired' : 'upstream_refused_credential';
  if (problem !== undefined && status !== 429) return problem;
  if (status === 403 && hasPartner && codes.includes(NOT_ASSIGNED)) return 'FORBIDDEN';
  // Wallet Gateway and CMS send 500 with a code that they do not classify (support/error-catalog).
  if (status === 500 && codes.some((code) => BUSINESS_CODE.test(code))) return 'rejected_by_migo';
  return BY_STATUS[status] ?? (status >= 500 ? 'upstream_error' : 'rejected_by_migo');
}
