import type { FastifyInstance } from 'fastify';
import { Decimal } from '../http/decimal.js';
import { InputCheck, isRecord } from '../http/input-check.js';
import { absent, conflict } from '../http/refusal.js';
import { CARD_TRANSFER_STATUSES, type CardTransferStatus } from '../state/card-transfers.js';
import { terminalPaymentView, type TerminalPayment } from '../state/terminal-payments.js';
import type { World } from '../world.js';
import { requireOperates } from './terminal-find.js';
import { readId, walletCaller } from './wallet-caller.js';

/** `PATCH /terminal-payment/{id}`: cancel and refund are statuses (terminal-payments/cancel-transaction). */
export function terminalPaymentUpdateRoutes(app: FastifyInstance, world: World): void {
  app.patch('/terminal-payment/:id', (request, reply) => {
    const caller = walletCaller(world, request);
    const id = readId(request.params, 'id');
    const check = new InputCheck(request.body);
    const externalId = check.anything('externalId');
    const totalAmount = readTotal(check, request.body);
    const status = check.optionalOneOf('status', CARD_TRANSFER_STATUSES);
    check.throwIfInvalid();
    // Neither this nor the others beside `status` have a documented type.
    const additionalData = isRecord(request.body) ? request.body['additionalData'] : undefined;

    const payment = world.state.terminalPayments.get(id);
    if (!payment) throw absent('Terminal payment not found');
    const terminal = world.state.terminals.get(payment.terminalId);
    if (caller.user && terminal) requireOperates(world.state, terminal, caller.user.userId);
    requireTransition(payment, status);
    payment.status = status ?? payment.status;
    payment.externalId = externalId ?? payment.externalId;
    payment.totalAmount = totalAmount ?? payment.totalAmount;
    payment.additionalData = additionalData ?? payment.additionalData;
    payment.updatedAt = world.clock.isoNow();
    return reply.send({ success: true, data: terminalPaymentView(payment) });
  });
}

// A number, or text as the answers have it.
function readTotal(check: InputCheck, body: unknown): Decimal | undefined {
  const sent = isRecord(body) ? body['totalAmount'] : undefined;
  return typeof sent === 'string' ? check.amountText('totalAmount') : check.optionalAmount('totalAmount');
}

// The two rules of concepts/payment-lifecycle; every other change is allowed. The code of the refusal is not documented.
function requireTransition(payment: TerminalPayment, to: CardTransferStatus | undefined): void {
  const { status: from } = payment;
  const refused =
    (to === 'approved' && from !== 'created' && from !== 'approved') || (to === 'reversed' && from !== 'liquidated');
  if (refused) throw conflict(`A payment that is ${from} cannot become ${to}`);
}
