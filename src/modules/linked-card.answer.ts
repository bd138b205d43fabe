import { INTEGER, shape, TEXT } from '../routes/shape.js';

export const linkedCard = shape('LinkedCard', 'assumed', {
  associationId: TEXT,
  'userId?': TEXT,
  'email?': TEXT,
  'suffix?': TEXT,
  'alias?': TEXT,
  'cardId?': INTEGER,
  'maskedPan?': TEXT,
});
