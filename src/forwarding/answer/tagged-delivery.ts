import { entityTagOf, hasAlready } from '../../edge/entity-tag.js';
import type { RowAnswer } from '../row-call.js';
import { bodyFor, deliver, type Delivery } from './delivery.js';

/** A browser keeps it for its user alone, and asks each time whether it still holds: only the gateway knows of writes. */
const CACHE_CONTROL = 'private, no-cache';

/**
 * Gives the client an answer with its entity tag, or 304 without the body where he has it already (RFC 9110, section 15.4.5). One
 * that is large streams past without a tag. The status.
 *
 * @throws Problem as `deliver`
 */
export function deliverTagged(delivery: Delivery, answer: RowAnswer): number {
  const { request, reply, handling } = delivery;
  const body = answer.kind === 'whole' && answer.status === 200 ? bodyFor(handling, answer) : undefined;
  if (answer.kind !== 'whole' || body === undefined) {
    deliver(delivery, answer);
    return answer.status;
  }
  const { 'content-encoding': coding } = answer.headers;
  const etag = entityTagOf(body, String(coding ?? ''));
  void reply.headers({
    'cache-control': CACHE_CONTROL,
    etag,
    ...(answer.ageMs !== undefined && { age: String(Math.floor(answer.ageMs / 1000)) }),
  });
  if (!hasAlready(request.headers['if-none-match'], etag)) {
    deliver(delivery, answer);
    return answer.status;
  }
  void reply.status(304).send();
  return 304;
}
