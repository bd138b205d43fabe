import type { InputCheck } from '../http/input-check.js';
import { businessRefusal } from '../http/business-codes.js';
import { conflict } from '../http/refusal.js';
import {
  DOCUMENT_TYPES,
  GENDERS,
  MARITAL_STATUSES,
  type Cardholder,
  type CardholderProfile,
} from '../state/cardholders.js';
import type { Card } from '../state/cards.js';
import type { State } from '../state/state.js';
import type { World } from '../world.js';

// Above the seeded persons' numbers.
const FIRST_NEW_NUMBER = 1001;

export interface NewCardholder {
  partnerId: string;
  profile: CardholderProfile;
  cardId: number;
}

/** The 12 required fields of a new cardholder: those of the body and of a workbook's row. */
export function readCardholder(check: InputCheck): Omit<NewCardholder, 'partnerId'> {
  const profile = {
    name: check.text('name'),
    lastName: check.text('lastName'),
    address: check.text('address'),
    countryOfBirth: check.text('countryOfBirth', {
      pattern: /^(?:[A-Za-z]{2,3}|\d{3})$/,
      sense: 'must be an ISO country code',
    }),
    dateOfBirth: check.date('dateOfBirth'),
    maritalStatus: check.oneOf('maritalStatus', MARITAL_STATUSES),
    gender: check.oneOf('gender', GENDERS),
    phoneNumber: check.text('phoneNumber'),
    email: check.text('email'),
    documentType: check.oneOf('documentType', DOCUMENT_TYPES),
    documentNumber: check.text('documentNumber'),
  };
  return { profile, cardId: check.number('cardId') };
}

export function createCardholder(world: World, { partnerId, profile, cardId }: NewCardholder): Cardholder {
  const card = freeCard(world.state, partnerId, cardId);
  const cardholder: Cardholder = {
    cardholderId: `ch-${String(FIRST_NEW_NUMBER + world.state.cardholders.size).padStart(6, '0')}`,
    partnerId,
    ...profile,
    status: 'active',
    createdAt: world.clock.isoNow(),
  };
  card.cardholderId = cardholder.cardholderId;
  world.state.cardholders.set(cardholder.cardholderId, cardholder);
  return cardholder;
}

// Migo documents no code for a card that is taken.
function freeCard(state: State, partnerId: string, cardId: number): Card {
  const card = state.cards.get(cardId);
  if (card?.partnerId !== partnerId) throw businessRefusal('7200', 'Card not found');
  if (card.cardholderId !== null) throw conflict('The card already belongs to a cardholder');
  return card;
}
