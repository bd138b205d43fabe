import type { SessionDirectory } from '../auth/sessions/directory.js';
import { textField } from '../common/json.js';
import { isProvenSuccess } from './answer/proven.js';
import type { RowAnswer, RowCall } from './row-call.js';
import type { Next } from './step.js';

/** Sessions that the old password has opened end with it. */
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
