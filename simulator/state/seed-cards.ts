import { Decimal } from '../http/decimal.js';
import type { Cardholder } from './cardholders.js';
import { newCard, type Card } from './cards.js';

/** Cardholder N of the list holds card `firstCardId + N - 1`. */
export function seedHeldCards(holders: readonly Cardholder[], firstCardId: number): Card[] {
  return holders.map((holder, index) => ({
    ...newCard(firstCardId + index, holder.partnerId),
    status: holder.status,
    balance: new Decimal(`${(index * 137) % 5000}.${String((index * 61) % 10_000).padStart(4, '0')}`),
    cardholderId: holder.cardholderId,
  }));
}

export interface FreeCardSeed {
  partnerId: string;
  first: number;
  last: number;
}

/** Cards that nobody holds yet. */
export function seedFreeCards(seed: FreeCardSeed): Card[] {
  return Array.from({ length: seed.last - seed.first + 1 }, (_, index) => newCard(seed.first + index, seed.partnerId));
}

/** More cards of the wallet users: a second one, one in dollars, a blocked and a closed one. */
export function seedExtraCards(): Card[] {
  const held = (cardId: number, cardholderId: string, more: Partial<Card>): Card => ({
    ...newCard(cardId, 'partner-demo'),
    status: 'active',
    cardholderId,
    ...more,
  });
  return [
    held(1401, 'ch-000001', { balance: new Decimal('250.7500') }),
    held(1402, 'ch-000001', { balance: new Decimal('80.00'), currency: 'USD' }),
    held(1403, 'ch-000002', { status: 'blocked', balance: new Decimal('10.00') }),
    held(1404, 'ch-000002', { status: 'closed' }),
  ];
}
