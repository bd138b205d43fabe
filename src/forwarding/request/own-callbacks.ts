import { isRecord } from '../../common/json.js';
import { rootName } from '../../common/query-names.js';
import { Problem } from '../../problems/problem.js';
import type { RowCall } from '../row-call.js';

/** Whom Migo tells of a payment (card-payments/merchant-generic-callback, recipes/dominican-republic). */
const NAMES_CALLBACK = /^(?:callback|success|failure)url$/i;

/**
 * Looks at every member of body and query that says whom Migo shall tell, where the partner's settings have `callbackOrigins`.
 *
 * @throws Problem `FORBIDDEN` for another origin, and for what is no URL
 */
export function checkCallbacks({ caller, request }: Pick<RowCall, 'caller' | 'request'>): void {
  const { callbackOrigins } = caller.partner;
  if (callbackOrigins.length === 0) return;
  const { body, query } = request;
  const byRoot = Object.entries(isRecord(query) ? query : {}).map(([name, value]) => ({ [rootName(name)]: value }));
  for (const [field, value] of [body, byRoot].flatMap(callbacksIn)) {
    if (value === null || (typeof value === 'string' && isOf(callbackOrigins, value))) continue;
    throw new Problem('FORBIDDEN', { errors: [{ code: 'FORBIDDEN', message: 'the address is not yours', field }] });
  }
}

function callbacksIn(value: unknown): [field: string, value: unknown][] {
  if (Array.isArray(value)) return value.flatMap(callbacksIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, inner]): [string, unknown][] =>
    NAMES_CALLBACK.test(name) ? [inner].flat().map((one) => [name, one]) : callbacksIn(inner),
  );
}

function isOf(origins: readonly string[], address: string): boolean {
  return URL.canParse(address) && origins.includes(new URL(address).origin);
}
