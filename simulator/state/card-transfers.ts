import type { Decimal } from '../http/decimal.js';
import type { Card } from './cards.js';
import type { Numbered } from './sequences.js';

/** `CardTransfersStatus` (concepts/payment-lifecycle). */
export const CARD_TRANSFER_STATUSES = [
  'created',
  'approved',
  'processed',
  'denied',
  'reversed',
  'refunded',
  'cancelled',
  'in_progress',
  'liquidated',
] as const;
export type CardTransferStatus = (typeof CARD_TRANSFER_STATUSES)[number];

/** Every movement of a card's balance: transfers, and the issuer's funds operations with one side open. */
export interface CardTransfer {
  id: number;
  type: string;
  fromCardId: number | null;
  toCardId: number | null;
  amount: Decimal;
  currency: string;
  status: CardTransferStatus;
  channel: string;
  /** Of the caller; once used it is not taken again. */
  reference: string | null;
  observations: string | null;
  customKeys?: Record<string, unknown> | undefined;
  createdAt: string;
}

export interface CardTransferState {
  cardTransfers: Map<number, CardTransfer>;
  transferTypes: object[];
}

/** Moves the money and writes it down; the caller has checked both cards and the funds. */
export function moveMoney(
  state: Pick<CardTransferState, 'cardTransfers'> & Numbered,
  cards: { from?: Card; to?: Card },
  movement: Omit<CardTransfer, 'id' | 'fromCardId' | 'toCardId' | 'status'>,
): CardTransfer {
  if (cards.from) cards.from.balance = cards.from.balance.minus(movement.amount);
  if (cards.to) cards.to.balance = cards.to.balance.plus(movement.amount);
  const transfer: CardTransfer = {
    id: 500_000 + state.sequences.next('transfer'),
    ...movement,
    fromCardId: cards.from?.cardId ?? null,
    toCardId: cards.to?.cardId ?? null,
    // Settled at once: nothing outside of the program takes part.
    status: 'liquidated',
  };
  state.cardTransfers.set(transfer.id, transfer);
  return transfer;
}
