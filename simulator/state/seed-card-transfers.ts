import { Decimal } from '../http/decimal.js';
import type { CardTransfer } from './card-transfers.js';

/** 40 movements of September and October 2026, ids 400001 to 400040: top-ups of 1001 to 1010 and transfers between them. */
export function seedCardTransfers(): CardTransfer[] {
  return Array.from({ length: 40 }, (_, index) => {
    const isTopUp = index % 2 === 0;
    const cardId = 1001 + (Math.floor(index / 2) % 10);
    return {
      id: 400_001 + index,
      type: isTopUp ? 'topUp' : 'balanceTransfertoUser',
      fromCardId: isTopUp ? null : cardId,
      toCardId: isTopUp ? cardId : cardId + 1,
      amount: new Decimal(`${(index + 1) * 15}.${String((index * 7) % 100).padStart(2, '0')}`),
      currency: 'GTQ',
      status: 'liquidated',
      channel: isTopUp ? 'WEB' : 'webService',
      reference: isTopUp ? `seed-${index + 1}` : null,
      observations: isTopUp ? 'Recarga de planilla' : 'Almuerzo',
      createdAt: new Date(Date.parse('2026-09-02T10:00:00Z') + index * 127_000_000).toISOString(),
    };
  });
}
