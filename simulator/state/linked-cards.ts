import { InputCheck } from '../http/input-check.js';
import { businessRefusal } from '../http/business-codes.js';
import type { CardState } from './cards.js';
import type { Numbered } from './sequences.js';
import type { PeopleState } from './wallet-users.js';

/** Somebody else's Migo card that a user may send money to (wallet/third-party-cards). */
export interface LinkedCard {
  associationId: string;
  userId: string;
  cardId: number;
  maskedPan: string;
  /** The owner's. */
  email: string;
  suffix: string;
  alias: string;
}

export interface LinkedCardState {
  linkedCards: Map<string, LinkedCard>;
}

/** The card is found by its owner's e-mail and its last four digits: 7220 when there is none, 7221 when it is linked already. */
export function linkThirdPartyCard(
  state: LinkedCardState & PeopleState & CardState & Numbered,
  wanted: Pick<LinkedCard, 'userId' | 'email' | 'suffix' | 'alias'>,
): LinkedCard {
  const { email, suffix, userId } = wanted;
  const owners = new Set([
    ...[...state.cardholders.values()].filter((holder) => holder.email === email).map((holder) => holder.cardholderId),
    ...[...state.walletUsers.values()].filter((user) => user.username === email).map((user) => user.userId),
  ]);
  const card = [...state.cards.values()].find(
    ({ cardholderId, maskedPan }) => cardholderId !== null && owners.has(cardholderId) && maskedPan.endsWith(suffix),
  );
  if (!card) throw businessRefusal('7220', 'Third-party card not found');
  const { cardId, maskedPan } = card;
  const known = [...state.linkedCards.values()].some((link) => link.userId === userId && link.cardId === cardId);
  if (known) throw businessRefusal('7221', 'The third-party card could not be associated: it already is');
  const link: LinkedCard = { associationId: state.sequences.nextId('lnk'), ...wanted, cardId, maskedPan };
  state.linkedCards.set(link.associationId, link);
  return link;
}

/** `AssignThirdPartyCardPayloadDto`, the same at the Wallet Gateway and at the CMS. */
export function readThirdPartyCard(body: unknown): Pick<LinkedCard, 'email' | 'suffix' | 'alias'> {
  const check = new InputCheck(body);
  const card = {
    email: check.present('email'),
    suffix: check.present('suffix'),
    alias: check.present('alias'),
  };
  if (!/^\d{4}$/.test(card.suffix)) check.fail('suffix', 'must be the last four digits');
  check.throwIfInvalid();
  return card;
}
