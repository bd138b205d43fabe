import { sharedClock } from '../../storage/shared-clock.js';
import type { Answer, ForwardRequest } from './upstream-call.js';
import type { BreakerState } from './resilience/breaker.js';
import type { UpstreamError, UpstreamFailure } from './upstream-error.js';

export const UPSTREAM_STATES = ['up', 'degraded', 'down', 'unknown'] as const;
export type UpstreamState = (typeof UPSTREAM_STATES)[number];

/** How one call went, as far as it says something of the upstream. */
export interface CallOutcome {
  /** Milliseconds since the epoch. */
  at: number;
  /** A read's time to the end of its answer, in milliseconds. */
  ms?: number;
  /** Why there was no answer of the upstream's own: a failure of the transport, or a status. */
  failed?: string;
}

/** How far back calls count, in milliseconds, and how many of them at most. */
const WINDOW_MS = 60_000;
const MAX_OUTCOMES = 200;
const MAX_FAILURES = 10;
/** A read that takes longer is slow. Milliseconds. */
const SLOW_MS = 2000;
/** From this part of the calls on, those that failed or were slow tell. */
const DEGRADED_PART = 0.1;

/** What a caller who is in a hurry may bring about. */
const LATE = new Set<UpstreamFailure>(['first-byte-timeout', 'deadline']);
/** Ends of a call that the client, or a limit of this gateway, has made. */
const NOT_OF_THE_UPSTREAM = new Set<UpstreamFailure>([
  'client-gone',
  'client-stalled',
  'too-large',
  'breaker-open',
  'no-place',
]);
/** Migo documents 500 with a code of its own as a refusal (support/error-catalog): "7000" to "8099", and numbers in `ownCode`. */
const CODE = /"code"\s*:\s*"?(?:7\d{3}|80\d{2})\b|"ownCode"\s*:\s*"?\d/i;

/** What recent calls tell of an upstream. */
export class UpstreamHealth {
  /** A ring: at `next` lies the oldest one. */
  private readonly outcomes: CallOutcome[] = [];
  private next = 0;
  private readonly failures: CallOutcome[] = [];

  add(outcome: CallOutcome): void {
    this.outcomes[this.next] = outcome;
    this.next = (this.next + 1) % MAX_OUTCOMES;
    if (outcome.failed === undefined) return;
    this.failures.push(outcome);
    if (this.failures.length > MAX_FAILURES) this.failures.shift();
  }

  /** While the breaker keeps calls from it, nobody can use it, whatever the last ones told. */
  state(breaker: BreakerState = 'closed'): UpstreamState {
    if (breaker === 'open') return 'down';
    const recent = this.recent();
    const failed = recent.filter((outcome) => outcome.failed !== undefined).length;
    if (recent.length === 0) return 'unknown';
    if (failed === recent.length) return 'down';
    const slow = recent.filter((outcome) => outcome.failed === undefined && (outcome.ms ?? 0) > SLOW_MS).length;
    return breaker === 'half-open' || (failed + slow) / recent.length >= DEGRADED_PART ? 'degraded' : 'up';
  }

  /** Of the last minute, oldest first. */
  recent(): readonly CallOutcome[] {
    const from = sharedClock.now() - WINDOW_MS;
    const { next, outcomes } = this;
    return [...outcomes.slice(next), ...outcomes.slice(0, next)].filter(({ at }) => at >= from);
  }

  /** However long ago, oldest first. */
  lastFailures(): readonly CallOutcome[] {
    return this.failures;
  }
}

/** What an answer tells. How long anything but a short read takes is not the upstream's alone to decide. */
export function outcomeOfAnswer({ method, streamAtOnce }: ForwardRequest, answer: Answer, ms: number): CallOutcome {
  const outcome: CallOutcome = { at: sharedClock.now() };
  if (method === 'GET' && streamAtOnce === undefined && answer.kind === 'whole') outcome.ms = Math.round(ms);
  if (isFailure(answer)) outcome.failed = `status ${answer.status}`;
  return outcome;
}

/** Undefined where a client has gone, is slow, or its upload was at fault: that says nothing of the upstream. */
export function outcomeOfFailure(
  { body, isHurried }: ForwardRequest,
  { failure, tlsFault }: UpstreamError,
): CallOutcome | undefined {
  const isOwnFault =
    (typeof body === 'object' && 'errored' in body && body.errored !== null) ||
    (isHurried === true && LATE.has(failure));
  return NOT_OF_THE_UPSTREAM.has(failure) || isOwnFault
    ? undefined
    : { at: sharedClock.now(), failed: tlsFault ?? failure };
}

function isFailure(answer: Answer): boolean {
  if (answer.status < 500) return false;
  return answer.status !== 500 || answer.kind === 'streamed' || !CODE.test(answer.body.toString('utf8'));
}
