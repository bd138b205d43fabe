import { sharedClock } from '../../storage/shared-clock.js';
import type { CallFacts } from '../../idempotency/outcome.js';
import { alikeOf } from '../../routes/look-up.js';
import type { RowCall } from '../row-call.js';

/** What is kept of a call while it is not known what became of it. */
export function factsOf({ route, caller, request }: RowCall, owner: string): CallFacts {
  const { row } = route;
  const lookUp = row.lookUp?.facts(request);
  const shownBy = row.lookUp ?? row.looksLike;
  const alike = shownBy && alikeOf(shownBy, route.id, lookUp);
  return {
    route: route.id,
    partner: caller.partner.id,
    caller: owner,
    callerKind: caller.kind,
    requestId: request.id,
    at: new Date(sharedClock.now()).toISOString(),
    ...(lookUp !== undefined && { lookUp }),
    ...(alike !== undefined && { alike }),
  };
}
