import { INTEGER, nullable, OBJECT, shape, TEXT } from '../routes/shape.js';

/** Migo: terminal-payments/process-payment. Amounts are text. */
export const terminalPayment = shape('TerminalPayment', 'documented', {
  id: INTEGER,
  'terminalId?': INTEGER,
  'operationId?': TEXT,
  'externalId?': TEXT,
  subtotal: TEXT,
  totalAmount: TEXT,
  status: TEXT,
  'currency?': TEXT,
  'additionalData?': nullable(OBJECT),
  'createdAt?': TEXT,
  'updatedAt?': TEXT,
});
