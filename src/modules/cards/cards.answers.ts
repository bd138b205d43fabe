import { ANY_ID, INTEGER, NUMBER, nullable, shape, TEXT } from '../../routes/shape.js';

/** Migo: wallet/overview names `cardId`, `maskedPan` and `balance`. */
export const card = shape('Card', 'assumed', {
  cardId: INTEGER,
  'maskedPan?': TEXT,
  'status?': TEXT,
  'balance?': NUMBER,
  'currency?': TEXT,
  'alias?': nullable(TEXT),
  'type?': TEXT,
});

export const fundsOperation = shape('FundsOperation', 'assumed', {
  'id?': ANY_ID,
  'cardId?': INTEGER,
  'operation?': TEXT,
  'amount?': NUMBER,
  'balance?': NUMBER,
  'currency?': TEXT,
  'reference?': nullable(TEXT),
  'status?': TEXT,
});

export const statement = shape('Statement', 'assumed', {
  statementId: TEXT,
  cardId: INTEGER,
  'month?': { type: ['integer', 'string'] },
  'year?': { type: ['integer', 'string'] },
  status: TEXT,
  'url?': TEXT,
});
