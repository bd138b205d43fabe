import { isTokenRefusal } from '../../clients/migo/refusal.js';
import { callRenewing } from '../../credentials/call-renewing.js';
import { Problem } from '../../problems/problem.js';
import type { RowAnswer, RowCall } from '../row-call.js';
import type { Next } from '../step.js';

/** Migo refuses a token before it does anything else, so a call may be made again with a new one. */
export async function renewAndRepeat(call: RowCall, next: Next): Promise<RowAnswer> {
  const answer = await next(call);
  return answer.kind === 'refused' ? renewing(call, answer, next) : answer;
}

/**
 * Renews a refused token too, for the calls to come, and leaves it to the client to make this one again.
 *
 * @throws Problem `credential_renewed`
 */
export async function reportRenewal(call: RowCall, next: Next): Promise<RowAnswer> {
  const answer = await next(call);
  if (answer.kind !== 'refused') return answer;
  return renewing(call, answer, ({ route }) => {
    throw new Problem('credential_renewed', { upstream: route.target.name });
  });
}

function renewing(call: RowCall, answer: RowAnswer, repeat: Next): Promise<RowAnswer> {
  const { handling, caller, route } = call;
  return callRenewing({
    source: handling.source,
    owner: caller,
    place: route.id,
    first: { credential: call.credential, answer },
    call: (credential) => repeat({ ...call, credential }),
    refusalOf: (given) => (given.kind === 'refused' && isTokenRefusal(given) ? given.text : undefined),
  });
}
