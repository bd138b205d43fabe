import { Decimal } from '../http/decimal.js';

/** Migo names no states; these follow from what can be done to a card. */
export const CARD_STATUSES = ['active', 'inactive', 'blocked', 'closed'] as const;

export interface Card {
  cardId: number;
  partnerId: string;
  maskedPan: string;
  status: (typeof CARD_STATUSES)[number];
  balance: Decimal;
  currency: string;
  /** A cardholder's or wallet user's id; `null` while nobody holds the card, and only then can it be given away. */
  cardholderId: string | null;
}

export interface CardState {
  cards: Map<number, Card>;
  /** Issued cards that a user has a PIN on, as `<cardId>:<userId>`; the PIN itself is not kept. */
  cardPins: Set<string>;
}

const BIN = '453201';

/** A card as it is delivered: inactive and empty. */
export function newCard(cardId: number, partnerId: string): Card {
  return {
    cardId,
    partnerId,
    maskedPan: `${BIN}******${lastFour(cardId)}`,
    status: 'inactive',
    balance: new Decimal('0.00'),
    currency: 'GTQ',
    cardholderId: null,
  };
}

/** The number printed on a demo card: `45320100000`, the digit that passes the Luhn check, the card's id in 4 digits. */
export function demoPan(cardId: number): string {
  const pan = (digit: number): string => `${BIN}00000${digit}${lastFour(cardId)}`;
  return pan([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].find((digit) => passesLuhn(pan(digit))) ?? 0);
}

export function passesLuhn(pan: string): boolean {
  const sum = Array.from(pan)
    .reverse()
    .reduce((total, character, index) => {
      const digit = Number(character) * (index % 2 === 0 ? 1 : 2);
      return total + (digit > 9 ? digit - 9 : digit);
    }, 0);
  return sum % 10 === 0;
}

function lastFour(cardId: number): string {
  return String(cardId).padStart(4, '0').slice(-4);
}
