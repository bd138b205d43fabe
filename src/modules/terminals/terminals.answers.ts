import { BOOLEAN, INTEGER, shape, TEXT } from '../../routes/shape.js';

/** Its fields are named by Migo: merchants/terminals, and terminal-payments/process-payment. */
export const terminal = shape('Terminal', 'assumed', {
  deviceId: TEXT,
  'terminalId?': INTEGER,
  'externalTerminalId?': TEXT,
  'branchId?': INTEGER,
  'terminalType?': TEXT,
  'currency?': TEXT,
  'processor?': TEXT,
  'isActive?': BOOLEAN,
});
