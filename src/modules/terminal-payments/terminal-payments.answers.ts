import { INTEGER, nullable, OBJECT, shape, TEXT } from '../../routes/shape.js';

/** Migo: terminal-payments/cancel-transaction shows an empty object. */
export const updatedTerminalPayment = shape('UpdatedTerminalPayment', 'assumed', {
  'id?': INTEGER,
  'status?': TEXT,
  'externalId?': TEXT,
  'totalAmount?': TEXT,
  'additionalData?': nullable(OBJECT),
});
