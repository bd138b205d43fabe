import { fullJitterGenerator } from 'cockatiel';
import { retryAfterOf } from '../retry-after.js';
import type { Answer, ForwardRequest } from '../upstream-call.js';
import { UpstreamError, type UpstreamFailure } from '../upstream-error.js';

/** RFC 9110, section 9.2.1: nothing happens twice. */
const SAFE = new Set<ForwardRequest['method']>(['GET', 'HEAD', 'OPTIONS']);
/** What may have been an accident: of a proxy on the way, or of a process that is being replaced. */
const ACCIDENTS = new Set([502, 503, 504]);
const BEFORE_AN_ANSWER = new Set<UpstreamFailure>(['unreachable', 'connect-timeout', 'cut']);
/** Milliseconds that a retry must have left for its answer. */
const LEAST_MS = 50;
/** Of the pause, which is any part of it (full jitter), in milliseconds. */
const PAUSE = { initialDelay: 200, maxDelay: 200, exponent: 2, generator: fullJitterGenerator };
/** The longest `Retry-After` that is waited for, in milliseconds. */
const MAX_RETRY_AFTER_MS = 2000;

/** What came of a call. */
export type Outcome = { answer: Answer } | { error: unknown };

export function isSafe({ method, body }: ForwardRequest): boolean {
  return SAFE.has(method) && body === undefined;
}

/** Milliseconds to wait before the call is made again; undefined where it is not. Whether it is a safe one is asked before. */
export function retryPauseOf(outcome: Outcome, leftMs: number): number | undefined {
  const pause = 'answer' in outcome ? pauseAfter(outcome.answer) : pauseAfterError(outcome.error);
  return pause !== undefined && pause + LEAST_MS < leftMs ? pause : undefined;
}

function pauseAfter(answer: Answer): number | undefined {
  if (!ACCIDENTS.has(answer.status) || answer.kind === 'streamed') return undefined;
  const told = retryAfterOf(answer.headers);
  if (told === undefined) return jitter();
  const ms = Number(told) * 1000;
  return ms <= MAX_RETRY_AFTER_MS ? ms + jitter() : undefined;
}

function pauseAfterError(error: unknown): number | undefined {
  return error instanceof UpstreamError && BEFORE_AN_ANSWER.has(error.failure) && !error.hasBegun
    ? jitter()
    : undefined;
}

function jitter(): number {
  return fullJitterGenerator(undefined, PAUSE)[0];
}
