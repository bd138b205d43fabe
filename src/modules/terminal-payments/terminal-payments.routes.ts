import { defineRoutes } from '../../routes/define-routes.js';
import { WalletGateway } from '../../clients/wallet-gateway/wallet-gateway.upstream.js';
import { CreateTerminalPaymentDto, UpdateTerminalPaymentDto } from './terminal-payments.dto.js';
import { terminalPayment } from '../terminal-payment.answer.js';
import { updatedTerminalPayment } from './terminal-payments.answers.js';
import { terminalPaymentLookUp } from './terminal-payments.look-ups.js';

export const terminalPaymentRoutes = defineRoutes(WalletGateway, {
  createTerminalPayment: {
    method: 'POST',
    path: '/terminal-payment',
    callers: ['cardholder', 'service'],
    scope: 'terminal-payments:write',
    money: true,
    body: CreateTerminalPaymentDto,
    // `{ success, status: 200, message, data }`, and errors unlike all others.
    answer: 'envelope',
    data: terminalPayment,
    lookUp: terminalPaymentLookUp,
    summary: 'Create a payment at a terminal',
    docs: 'terminal-payments/process-payment',
    evidence: 'assumed',
  },
  updateTerminalPayment: {
    method: 'PATCH',
    path: '/terminal-payment/:id',
    callers: ['cardholder', 'service'],
    scope: 'terminal-payments:write',
    credential: 'wallet-x-application-id',
    money: true,
    body: UpdateTerminalPaymentDto,
    data: updatedTerminalPayment,
    summary: 'Cancel or refund a terminal payment, by its status',
    docs: 'terminal-payments/cancel-transaction',
    evidence: 'documented',
  },
});
