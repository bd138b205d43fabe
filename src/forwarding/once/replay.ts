import { readRefusal } from '../../clients/migo/refusal.js';
import { outcomePath } from '../../idempotency/key.js';
import type { Outcome, StoredAnswer } from '../../idempotency/outcome.js';
import { Problem } from '../../problems/problem.js';
import type { RowAnswer, RowCall } from '../row-call.js';

/** What was answered to the first call; of an answer that is not at hand, what became of the call and where to look. */
export function replay(call: RowCall, { status, answer, evidence }: Outcome, key: string): RowAnswer {
  call.request.record.isReplay = true;
  if (answer?.body !== undefined) return again(call, { ...answer, body: answer.body });
  if (status === 'refused') {
    throw new Problem('rejected_by_migo', {
      upstream: call.route.target.name,
      headers: { location: outcomePath(key), 'idempotency-replayed': 'true' },
    });
  }
  const told = {
    success: true,
    message: `This call has been made and has succeeded; its answer is not at hand (${evidence.detail}).`,
    data: { outcome: outcomePath(key) },
  };
  return {
    kind: 'whole',
    status: answer?.status ?? call.route.row.success ?? 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: Buffer.from(JSON.stringify(told)),
    isReplay: true,
  };
}

function again({ route }: RowCall, { status, headers, body }: StoredAnswer & { body: string }): RowAnswer {
  const bytes = Buffer.from(body, 'latin1');
  if (status >= 300) return { ...readRefusal({ status, headers, body: bytes }, route.target.name), isReplay: true };
  return { kind: 'whole', status, headers, body: bytes, isReplay: true };
}
