import type { SessionDirectory } from '../auth/sessions/directory.js';
import { textField } from '../common/json.js';
import { bodyFor } from './answer/delivery.js';
import type { RowAnswer, RowCall } from './row-call.js';
import type { Next } from './step.js';

/** Sessions that the old password has opened end with it: after whatever the client is told as a success. */
export async function endSessions(
  call: RowCall,
  next: Next,
  { directory }: { directory: Pick<SessionDirectory, 'endNamed'> },
): Promise<RowAnswer> {
  const answer = await next(call);
  const { accountField } = call.route.row;
  const name = accountField === undefined ? undefined : textField(call.request.body, accountField);
  const isSuccess =
    answer.kind === 'whole' && answer.status < 300 && bodyFor(call.handling.answer, answer) !== undefined;
  if (name !== undefined && isSuccess) await directory.endNamed(call.caller.partner, name);
  return answer;
}
