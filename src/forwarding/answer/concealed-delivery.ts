import type { Answer } from '../../clients/transport/upstream-call.js';
import { padResponse } from '../../limits/response-padding.js';
import type { ProblemCode } from '../../problems/catalogue.js';
import { Problem } from '../../problems/problem.js';
import type { RowAnswer } from '../row-call.js';
import { deliver, type Delivery } from './delivery.js';

/** What Migo may say of an account, or of a code for it: which of them it says of an unknown one is not documented. */
const ABOUT_ACCOUNTS: ReadonlySet<ProblemCode> = new Set([
  'invalid_request_upstream',
  'forbidden_upstream',
  'not_found',
  'method_not_allowed_upstream',
  'conflict',
  'rejected_by_migo',
]);

const REFUSED = 'The account, the code or another value was refused; which one is not told.';

/** Its bytes do not matter where a row acknowledges. */
const DONE: Answer = { kind: 'whole', status: 200, headers: {}, body: Buffer.alloc(0) };

/**
 * Gives the client the answer of a row with `conceal`: whatever Migo says of an account looks the same, and comes at a multiple
 * of `stepMs` after the request began.
 *
 * @throws Problem `otp_refused`, `invalid_request_upstream`, and those that are not about the account
 */
export async function deliverConcealed(delivery: Delivery, answer: RowAnswer, stepMs: number): Promise<void> {
  const { route, request } = delivery;
  const { conceal } = route.row;
  // Callers with a login, and services, may know which users there are.
  if (conceal === 'refusals' && request.caller?.kind !== 'public') {
    deliver(delivery, answer);
    return;
  }
  const acknowledges = typeof conceal === 'object';
  await padResponse(request.record.startedAt, stepMs);
  try {
    deliver(delivery, acknowledges && answer.kind !== 'refused' ? { ...answer, status: 200 } : answer);
  } catch (error) {
    if (!(error instanceof Problem && ABOUT_ACCOUNTS.has(error.code))) throw error;
    if (!acknowledges) {
      const code = conceal === 'refusals' ? 'invalid_request_upstream' : 'otp_refused';
      throw new Problem(code, { upstream: route.target.name, detail: REFUSED, cause: error });
    }
    deliver(delivery, DONE);
  }
}
