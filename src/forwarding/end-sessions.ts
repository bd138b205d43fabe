import type { SessionDirectory } from '../auth/sessions/directory.js';
import { textField } from '../common/json.js';
import { isProvenSuccess } from './answer/proven.js';
import type { RowAnswer, RowCall } from './row-call.js';
import type { Next } from './step.js';

/** Whoever knew the old password may be logged in: after a change of it, nobody is. */
export async function endSessions(
  call: RowCall,
  next: Next,
  { directory }: { directory: Pick<SessionDirectory, 'endNamed'> },
): Promise<RowAnswer> {
  const answer = await next(call);
  const { accountField } = call.route.row;
  const name = accountField === undefined ? undefined : textField(call.request.body, accountField);
  if (name !== undefined && isProvenSuccess(answer)) await directory.endNamed(call.caller.partner.id, name);
  return answer;
}
