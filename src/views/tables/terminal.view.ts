import type { View } from '../language/view.js';

/** Migo shows a terminal to a user who may operate it: an operator or service names that user. */
export const terminalView = {
  path: '/terminals/:deviceId',
  callers: ['cardholder', 'operator', 'service'],
  summary: 'A terminal with its transactions of the last 180 days',
  sections: {
    terminal: {
      row: 'terminals.getTerminal',
      params: { deviceId: { path: 'deviceId' }, authUserId: { query: 'authUserId', caller: 'userId' } },
      required: true,
    },
    transactions: {
      row: 'terminals.listTerminalTransactions',
      params: { deviceId: { path: 'deviceId' } },
    },
  },
} as const satisfies View;
