import { Decimal } from '../http/decimal.js';
import { PROCESS_REQUEST_STATUSES, type Balance, type ProcessRequest } from './process-requests.js';
import { DEMO_PARTNERS } from './seed-operators.js';

const SINCE = '2026-01-01T06:00:00.000Z';
const FIRST_DAY = Date.parse('2026-08-03T15:30:00Z');

export function seedBalances(): Balance[] {
  return DEMO_PARTNERS.map(({ partnerId }, index) => ({
    id: `bal-${index + 1}`,
    clientId: partnerId,
    available: new Decimal(`${(index + 1) * 125_000}.5000`),
    currency: 'GTQ',
    updatedAt: SINCE,
    createdAt: SINCE,
  }));
}

/** `prq_demo_01` to `..._15` of partner-demo, in all statuses, a week apart. */
export function seedProcessRequests(): ProcessRequest[] {
  return Array.from({ length: 15 }, (_, index) => ({
    id: `prq_demo_${String(index + 1).padStart(2, '0')}`,
    partnerId: 'partner-demo',
    requestedAmount: new Decimal(`${(index + 1) * 2500}.00`),
    observations: index % 3 === 0 ? 'Planilla del mes' : null,
    status: PROCESS_REQUEST_STATUSES[index % PROCESS_REQUEST_STATUSES.length] ?? 'pending',
    evidence: { fileName: `boleta-${index + 1}.pdf`, contentType: 'application/pdf', size: 84_000 + index },
    requestedBy: 501,
    createdAt: new Date(FIRST_DAY + index * 7 * 86_400_000).toISOString(),
  }));
}
