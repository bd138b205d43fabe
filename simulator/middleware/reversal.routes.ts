import type { FastifyInstance } from 'fastify';
import { Decimal } from '../http/decimal.js';
import { InputCheck } from '../http/input-check.js';
import { conflict, invalidInput, notAllowed, notFound } from '../http/refusal.js';
import { REFUND_PROCESSORS, REVERT_PROCESSORS } from '../state/reversals.js';
import type { Transaction } from '../state/transactions.js';
import type { AlternativePayment } from '../state/alternative-payments.js';
import { applicationCaller } from '../tokens/application-caller.js';
import type { World } from '../world.js';

/** `POST /revert` (before settlement) and `POST /refund` (after it, partly too); the refund's body is assumed like the revert's. */
export function reversalRoutes(app: FastifyInstance, world: World): void {
  app.post('/revert', (request, reply) => {
    applicationCaller(world, 'middleware', request);
    const { transactionUid, processor } = readBody(request.body, REVERT_PROCESSORS);
    const target = findTarget(world, transactionUid);
    const status = target.status.toLowerCase();
    if (status !== 'approved' && status !== 'authorized') throw conflict('INVALID_STATUS', `It is ${target.status}`);
    if ('paymentMethods' in target) target.status = 'CANCELLED';
    else target.status = 'reversed';
    const data = { transactionUid, processor, status: target.status };
    return reply.send({ success: true, message: 'Transaction reverted', data });
  });

  app.post('/refund', (request, reply) => {
    applicationCaller(world, 'middleware', request);
    const { transactionUid, processor, amount } = readBody(request.body, REFUND_PROCESSORS);
    const target = findTarget(world, transactionUid);
    if ('paymentMethods' in target || target.status !== 'approved') {
      throw conflict('INVALID_STATUS', `It is ${target.status}`);
    }
    const before = target.refundedAmount ?? new Decimal('0');
    const refundedAmount = before.plus(amount ?? target.amount.minus(before));
    if (refundedAmount.isMoreThan(target.amount)) {
      throw invalidInput([{ code: '7000', message: 'amount is more than what is left to refund' }]);
    }
    target.refundedAmount = refundedAmount;
    if (!target.amount.isMoreThan(refundedAmount)) target.status = 'refunded';
    const data = { transactionUid, processor, status: target.status, refundedAmount };
    return reply.send({ success: true, message: 'Transaction refunded', data });
  });
}

function readBody(
  body: unknown,
  able: readonly string[],
): { transactionUid: string; processor: string; amount: Decimal | undefined } {
  const check = new InputCheck(body);
  const input = {
    transactionUid: check.text('transactionUid'),
    processor: check.text('processor'),
    amount: check.optionalAmount('amount'),
  };
  check.throwIfInvalid();
  if (!able.includes(input.processor)) throw notAllowed('NOT_SUPPORTED', `${input.processor} cannot do this`);
  return input;
}

function findTarget(world: World, uid: string): Transaction | AlternativePayment {
  const transaction = world.state.transactions.get(uid);
  if (transaction?.surface === 'middleware') return transaction;
  const payment = world.state.alternativePayments.get(uid);
  if (!payment) throw notFound('NOT_FOUND', 'Transaction not found');
  return payment;
}
