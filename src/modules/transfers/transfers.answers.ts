import { ANY_ID, INTEGER, NUMBER, nullable, shape, TEXT } from '../../routes/shape.js';

/** `status`: Migo: concepts/payment-lifecycle, `CardTransfersStatus`. */
export const transfer = shape('Transfer', 'assumed', {
  id: ANY_ID,
  'type?': TEXT,
  'fromCardId?': nullable(INTEGER),
  'toCardId?': nullable(INTEGER),
  'amount?': NUMBER,
  'currency?': TEXT,
  'status?': TEXT,
  'channel?': TEXT,
  'reference?': nullable(TEXT),
  'observations?': nullable(TEXT),
  'direction?': TEXT,
  'createdAt?': TEXT,
});

/** Migo: wallet/card-transfers, `TransferTypeDto`; that the answer has it back is assumed. */
export const transferType = shape('TransferType', 'assumed', {
  'id?': ANY_ID,
  type: TEXT,
  channel: TEXT,
  movementType: TEXT,
  model: TEXT,
  'name?': nullable(TEXT),
});
