import { INTEGER, listOf, shape, TEXT } from '../../routes/shape.js';

const cardOfCardholder = shape('CardholderCard', 'assumed', { cardId: INTEGER, 'maskedPan?': TEXT, 'status?': TEXT });

const MEMBERS = {
  cardholderId: TEXT,
  partnerId: TEXT,
  name: TEXT,
  lastName: TEXT,
  email: TEXT,
  phoneNumber: TEXT,
  documentType: TEXT,
  documentNumber: TEXT,
  status: TEXT,
  createdAt: TEXT,
  cards: listOf(cardOfCardholder),
};

export const cardholder = shape('Cardholder', 'assumed', MEMBERS);

export const cardholderDetail = shape('CardholderDetail', 'assumed', {
  ...MEMBERS,
  'address?': TEXT,
  'countryOfBirth?': TEXT,
  'dateOfBirth?': TEXT,
  'maritalStatus?': TEXT,
  'gender?': TEXT,
});
