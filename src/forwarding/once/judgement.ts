import { problemOf } from '../../clients/migo/refusal.js';
import type { Outcome, StoredAnswer } from '../../idempotency/outcome.js';
import type { RequestRecord } from '../../observability/request-record.js';
import { Problem } from '../../problems/problem.js';
import { leavesNothing } from '../../problems/retryable.js';
import { sharedClock } from '../../storage/shared-clock.js';
import { bodyFor, refusedCallOf } from '../answer/delivery.js';
import type { RowAnswer, RowCall } from '../row-call.js';

/** Bytes of an answer that are kept. */
export const KEPT_BYTES = 262_144;

type Judgement = Outcome['status'] | 'unknown' | 'untouched';

/** What an answer says of the call: done, refused, refused before anything was looked at, or nothing that can be relied on. */
export function judge(call: RowCall, answer: RowAnswer): Judgement {
  if (answer.kind === 'refused') {
    const code = refusalOf(call, answer)?.code ?? 'outcome_unknown';
    if (code === 'outcome_unknown') return 'unknown';
    return leavesNothing(code) ? 'untouched' : 'refused';
  }
  if (answer.kind === 'streamed') return 'succeeded';
  return bodyFor(call.handling.answer, answer) === undefined ? 'unknown' : 'succeeded';
}

/** What Migo has refused, as a client is told of it: a call with a key counts as one that moves money. */
export function refusalOf({ route, caller }: RowCall, answer: RowAnswer): Problem | undefined {
  if (answer.kind !== 'refused') return undefined;
  return problemOf(answer, { ...refusedCallOf(route, caller), movesMoney: true });
}

/** Whether a call that failed has certainly done nothing at Migo. */
export function isUntouched(error: unknown, { sent }: RequestRecord): boolean {
  if (sent !== true) return true;
  return error instanceof Problem && leavesNothing(error.code);
}

/** As the client gets it: what the row keeps from him is not kept either. */
export function outcomeOf(call: RowCall, answer: RowAnswer, status: Outcome['status']): Outcome {
  return {
    status,
    evidence: { by: 'answer', detail: "Migo's answer" },
    at: new Date(sharedClock.now()).toISOString(),
    answer: storedOf(call, answer),
  };
}

function storedOf({ handling }: RowCall, answer: RowAnswer): StoredAnswer {
  if (answer.kind === 'refused') {
    const { status, text, retryAfter } = answer;
    const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
    return { status, headers, body: Buffer.from(text, 'utf8').toString('latin1') };
  }
  const { status } = answer;
  const headers = handling.answer.clientHeaders(answer.headers);
  if (answer.kind === 'streamed') return { status, headers };
  const body = Buffer.from(bodyFor(handling.answer, answer) ?? '');
  return { status, headers, ...(body.length <= KEPT_BYTES && { body: body.toString('latin1') }) };
}
