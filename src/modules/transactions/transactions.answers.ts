import { NUMBER, nullable, shape, TEXT } from '../../routes/shape.js';

export const transaction = shape('Transaction', 'assumed', {
  uid: TEXT,
  'client?': TEXT,
  'userId?': TEXT,
  'reference?': nullable(TEXT),
  'status?': TEXT,
  'amount?': NUMBER,
  'currency?': TEXT,
  'paymentMethod?': TEXT,
  'createdAt?': TEXT,
});
