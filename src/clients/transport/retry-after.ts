import type { AnswerHeaders } from './upstream-call.js';
import { sharedClock } from '../../storage/shared-clock.js';

const SECONDS = /^\d{1,5}$/;
const MAX_SECONDS = 99_999;
/** The three forms of a date, all in GMT (RFC 9110, section 5.6.7). */
const DATE = /^[A-Z][a-z]+,? (?:\d\d[ -]|[A-Z])[\w :-]+(?: GMT)?$/;

/**
 * Seconds, where the answer says when to come again, in either form (RFC 9110, section 10.2.3). A date is Migo's, and so
 * counts from Migo's `Date`, where the answer has one.
 */
export function retryAfterOf({ 'retry-after': value, date }: AnswerHeaders): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (SECONDS.test(value)) return value;
  const at = timeOf(value);
  if (at === undefined) return undefined;
  const now = (typeof date === 'string' ? timeOf(date) : undefined) ?? sharedClock.now();
  const seconds = Math.max(0, Math.ceil((at - now) / 1000));
  return seconds > MAX_SECONDS ? undefined : String(seconds);
}

function timeOf(text: string): number | undefined {
  if (!DATE.test(text)) return undefined;
  const time = Date.parse(text.endsWith(' GMT') ? text : `${text} GMT`);
  return Number.isNaN(time) ? undefined : time;
}
