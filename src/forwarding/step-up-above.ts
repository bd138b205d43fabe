import { isRecord } from '../common/json.js';
import { requireRecentCode } from '../policy/recent-code.js';
import { AMOUNT_FIELD } from '../routes/row-settings.js';
import type { RowAnswer, RowCall } from './row-call.js';
import type { Next } from './step.js';

/** Asks for a recent code where more is moved than the settings let pass without one. What is no number may be any. */
export async function stepUpAbove(call: RowCall, next: Next): Promise<RowAnswer> {
  const { body } = call.request;
  const { stepUpAbove: most = 0 } = call.route.row;
  const amount = isRecord(body) ? body[AMOUNT_FIELD] : undefined;
  if (typeof amount !== 'number' || !(amount <= most)) requireRecentCode(call.caller);
  return next(call);
}
