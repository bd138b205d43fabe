import type { Decimal } from '../http/decimal.js';
import type { CardTransferStatus } from './card-transfers.js';

export interface TerminalPayment {
  id: number;
  terminalId: number;
  operationId: string;
  externalId: string;
  subtotal: Decimal;
  totalAmount: Decimal;
  status: CardTransferStatus;
  currency: string;
  additionalData: unknown;
  createdAt: string;
  updatedAt: string;
}

export type TerminalPaymentView = Omit<TerminalPayment, 'subtotal' | 'totalAmount'> & {
  subtotal: string;
  totalAmount: string;
};

/** Terminal payments write their amounts as text (terminal-payments/process-payment). */
export function terminalPaymentView(payment: TerminalPayment): TerminalPaymentView {
  return { ...payment, subtotal: payment.subtotal.text, totalAmount: payment.totalAmount.text };
}
