import { defineRoutes } from '../../routes/define-routes.js';
import { WalletGateway } from '../../clients/wallet-gateway/wallet-gateway.upstream.js';
import { UpdateTerminalDto } from './terminals.dto.js';
import { listOf } from '../../routes/shape.js';
import { terminalPayment } from '../terminal-payment.answer.js';
import { terminal } from './terminals.answers.js';

// The CMS has no permission for terminals. Seeing one is seeing its user; its payments are movements; to switch one on or
// off, or to delete it, takes the right to change the status of users, which few have.
export const terminalRoutes = defineRoutes(WalletGateway, {
  getTerminal: {
    method: 'GET',
    path: '/devices/users/:authUserId/terminals/:deviceId',
    callers: ['cardholder', 'operator', 'service'],
    scope: 'terminals:read',
    permission: ['cardholders', 'detail'],
    data: terminal,
    summary: 'Read a terminal that a user may operate',
    docs: 'merchants/terminals',
    evidence: 'documented',
  },
  getBusinessTerminal: {
    method: 'GET',
    path: '/businesses/users/:authUserId/terminals/:deviceId',
    callers: ['cardholder', 'operator', 'service'],
    scope: 'terminals:read',
    permission: ['cardholders', 'detail'],
    data: terminal,
    summary: 'Read a terminal that a user may operate, by the older path',
    docs: 'merchants/terminals',
    evidence: 'documented',
  },
  listTerminalTransactions: {
    method: 'GET',
    path: '/devices/:deviceId/transactions',
    callers: ['cardholder', 'operator', 'service'],
    scope: 'terminals:read',
    permission: ['card-movements', 'list'],
    data: listOf(terminalPayment),
    pages: 'whole',
    summary: "List a terminal's transactions of the last 180 days",
    docs: 'terminal-payments/cancel-transaction',
    evidence: 'documented',
  },
  getTerminalTransaction: {
    method: 'GET',
    path: '/devices/:deviceId/transactions/:transactionId',
    callers: ['cardholder', 'operator', 'service'],
    scope: 'terminals:read',
    permission: ['card-movements', 'detail'],
    data: terminalPayment,
    summary: "Read one of a terminal's transactions",
    docs: 'terminal-payments/cancel-transaction',
    evidence: 'documented',
  },
  updateTerminal: {
    method: 'PATCH',
    path: '/businesses/terminals/:deviceId',
    callers: ['operator', 'service'],
    scope: 'terminals:write',
    permission: ['users', 'change_status'],
    body: UpdateTerminalDto,
    data: terminal,
    summary: 'Switch a terminal on or off, or change its device',
    docs: 'merchants/terminals',
    evidence: 'documented',
  },
  deleteTerminal: {
    method: 'DELETE',
    path: '/businesses/terminals/:deviceId',
    callers: ['operator', 'service'],
    scope: 'terminals:write',
    permission: ['users', 'change_status'],
    summary: 'Delete a terminal, for good',
    docs: 'merchants/terminals',
    evidence: 'documented',
  },
});
