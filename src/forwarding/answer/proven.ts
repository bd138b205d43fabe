import { isRecord, parseJson } from '../../common/json.js';
import type { RowAnswer } from '../row-call.js';

/** Whether Migo says that it succeeded. A 2xx alone says nothing: a web page of somebody in between has one too. */
export function isProvenSuccess(answer: RowAnswer): boolean {
  if (answer.kind !== 'whole' || answer.status >= 300) return false;
  const told = parseJson(answer.body.toString('utf8'));
  return isRecord(told) && told['success'] === true;
}
