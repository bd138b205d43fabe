import { requestTimeoutOf } from '../../common/request-timeout.js';
import type { ForwardRequest } from '../../clients/transport/upstream-call.js';
import type { RowCall } from '../row-call.js';

type CallTimes = Pick<ForwardRequest, 'deadlineMs' | 'firstByteMs' | 'isHurried'>;

/**
 * How long the call may take: as the row says, and no longer than its caller, or the view that it is a part of, waits. A call with
 * a key goes on without him: cut off, nobody would know what became of it; its answer is kept for when he asks again.
 */
export function callTimesOf(
  { route, request, bounds, claim }: Pick<RowCall, 'route' | 'request' | 'bounds' | 'claim'>,
  now: number,
): CallTimes {
  if (claim !== undefined) return route;
  const { deadlineMs, firstByteMs } = route;
  const asked = requestTimeoutOf(request.headers) ?? deadlineMs;
  const wanted = bounds === undefined ? asked : Math.max(1, Math.min(asked, Math.ceil(bounds.until - now)));
  if (wanted >= deadlineMs) return route;
  return { deadlineMs: wanted, firstByteMs: Math.min(firstByteMs, wanted), isHurried: true };
}
