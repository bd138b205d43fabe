import { isRecord } from '../../common/json.js';
import { rootName } from '../../common/query-names.js';
import type { RowCall } from '../row-call.js';
import { checkMerchant, MERCHANT_HEADER } from './merchant-name.js';

/** Where Migo's bodies name it one level deeper (recurring-payments/payment-methods). */
const INSIDE = 'tokenizeData';

type Naming = readonly [field: string, value: unknown];

/**
 * The slug that a call must name where it names a merchant: that of the partner's settings. Undefined where there is none,
 * and on the CMS, whose `clientId` is a CMS partner (cms-api/process-requests).
 */
export function ownMerchantOf({ route, caller }: Pick<RowCall, 'route' | 'caller'>): string | undefined {
  return route.target.name === 'cms' ? undefined : caller.partner.middleware?.client;
}

/** @throws Problem `FORBIDDEN` for another merchant in header, path, query or body: what is sent is sent by this partner's credential */
export function checkMerchants(call: Pick<RowCall, 'route' | 'caller' | 'request'>): void {
  const own = ownMerchantOf(call);
  if (own === undefined) return;
  const { route, request } = call;
  const { params, query, headers, body } = request;
  const isSent = route.row.headers?.includes(MERCHANT_HEADER) === true;
  const namings: Naming[] = [
    ...(isSent ? [[MERCHANT_HEADER, headers[MERCHANT_HEADER]] as const] : []),
    ...entriesOf(params),
    ...entriesOf(query).flatMap(([name, value]) => [value].flat().map((one): Naming => [rootName(name), one])),
    // Elsewhere a member of this name may be anything: Migo's pages name the merchant in bodies of the Middleware alone.
    ...(route.target.name === 'middleware'
      ? [body].flat().flatMap((one) => [...entriesOf(one), ...entriesOf(isRecord(one) && one[INSIDE])])
      : []),
  ];
  for (const [field, value] of namings) checkMerchant(own, field, value);
}

function entriesOf(value: unknown): Naming[] {
  return isRecord(value) ? Object.entries(value) : [];
}
