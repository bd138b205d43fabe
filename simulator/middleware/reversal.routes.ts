import type { FastifyInstance } from 'fastify';
import { Decimal } from '../http/decimal.js';
import { InputCheck } from '../http/input-check.js';
import { absent, conflict, Refusal } from '../http/refusal.js';
import { REFUND_PROCESSORS, REVERT_PROCESSORS } from '../state/reversals.js';
import type { Transaction } from '../state/transactions.js';
import type { AlternativePayment } from '../state/alternative-payments.js';
import { applicationCaller } from '../tokens/application-caller.js';
import type { World } from '../world.js';
import { TRANSACTION_ABSENT } from './own-codes.js';

/** `POST /revert` (before settlement) and `POST /refund` (after it, partly too); the refund's body is assumed like the revert's. */
export function reversalRoutes(app: FastifyInstance, world: World): void {
  app.post('/revert', (request, reply) => {
    applicationCaller(world, 'middleware', request);
    const { transactionUid, processor } = readBody(request.body, REVERT_PROCESSORS);
    const target = findTarget(world, transactionUid);
    const status = target.status.toLowerCase();
    if (status !== 'approved' && status !== 'authorized') throw conflict(`It is ${target.status}`);
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
      throw conflict(`It is ${target.status}`);
    }
    const before = target.refundedAmount ?? new Decimal('0');
    const refundedAmount = before.plus(amount ?? target.amount.minus(before));
    if (refundedAmount.isMoreThan(target.amount)) {
      throw new Refusal(400, 'amount is more than what is left to refund');
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
  if (!able.includes(input.processor)) throw new Refusal(405, `${input.processor} cannot do this`);
  return input;
}

function findTarget(world: World, uid: string): Transaction | AlternativePayment {
  const transaction = world.state.transactions.get(uid);
  if (transaction?.surface === 'middleware') return transaction;
  const payment = world.state.alternativePayments.get(uid);
  if (!payment) throw absent('Transaction not found', TRANSACTION_ABSENT);
  return payment;
}
