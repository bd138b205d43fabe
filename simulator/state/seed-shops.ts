import { Decimal } from '../http/decimal.js';
import type { CardTransferStatus } from './card-transfers.js';
import type { Branch, Business, Terminal } from './shops.js';
import type { TerminalPayment } from './terminal-payments.js';

export const DEMO_BRANCHES: readonly Branch[] = [{ branchId: 8001, commerceId: 7001, name: 'Zona 10' }];

const STATUSES: readonly CardTransferStatus[] = [
  'created',
  'approved',
  'liquidated',
  'denied',
  'cancelled',
  'refunded',
];
const MONTH_MS = 30 * 86_400_000;

export function seedBusinesses(): Business[] {
  const documents = [{ slot: 'businessPhoto', fileName: 'fachada.jpg', size: 48_213 }];
  return [
    { commerceId: 7001, name: 'Café Demo', ownerId: 'usr-000001', paymentMethods: ['akisiQR', 'td/tc'], documents },
  ];
}

/** One that works, one that is switched off, one that has no processor yet. */
export function seedTerminals(): Terminal[] {
  return [
    terminal(9001, { processor: 'neonet', isActive: true }),
    terminal(9002, { processor: 'neonet', isActive: false }),
    terminal(9003, { processor: null, isActive: true }),
  ];
}

/** Payments 1 to 10 of the first terminal, one a month back from now: the last four are older than 180 days. */
export function seedTerminalPayments(nowMs: number): TerminalPayment[] {
  return Array.from({ length: 10 }, (_, index) => {
    const createdAt = new Date(nowMs - 60_000 - index * MONTH_MS).toISOString();
    const status = STATUSES[index % STATUSES.length] ?? 'created';
    const subtotal = new Decimal(`${(index + 1) * 40}.50`);
    return {
      id: index + 1,
      terminalId: 9001,
      operationId: `op-seed-${index + 1}`,
      externalId: '',
      subtotal,
      totalAmount: status === 'created' ? new Decimal('0') : subtotal,
      status,
      currency: 'GTQ',
      additionalData: null,
      createdAt,
      updatedAt: createdAt,
    };
  });
}

function terminal(terminalId: number, of: Pick<Terminal, 'processor' | 'isActive'>): Terminal {
  return {
    terminalId,
    deviceId: `dev-demo-${terminalId - 9000}`,
    externalTerminalId: `EXT-${terminalId}`,
    branchId: 8001,
    terminalType: 'tap_to_phone',
    currency: 'GTQ',
    ...of,
  };
}
