import type { FastifyRequest } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { absent, conflict, Refusal } from '../http/refusal.js';
import { expireIfPast, type AlternativePayment } from '../state/alternative-payments.js';
import { merchantOfToken } from '../tokens/merchant-token.js';
import type { World } from '../world.js';
import { TRANSACTION_ABSENT, TRANSACTION_ID_MISSING } from './own-codes.js';

export const ALTERNATIVE_BASE = '/api/v1/integrations/transactions';

export interface AlternativeRequest {
  Params: { transactionId: string };
}

/** The caller's transaction of the path: 400 (5000) without an id, 404 (2000) when it is not theirs. */
export function findAlternative(world: World, request: FastifyRequest<AlternativeRequest>): AlternativePayment {
  const merchant = merchantOfToken(request);
  const uid = request.params.transactionId.trim();
  if (uid === '') throw new Refusal(400, 'transactionId is missing', { ownCode: TRANSACTION_ID_MISSING });
  const payment = world.state.alternativePayments.get(uid);
  if (payment?.merchant !== merchant) throw absent('Transaction not found', TRANSACTION_ABSENT);
  expireIfPast(payment, world.clock.nowMs());
  return payment;
}

/** The rail of the body: `paymentMethods` is the only authority on what may be called. */
export function readProcessor(check: InputCheck, payment: AlternativePayment): string {
  const processor = check.text('processor');
  if (processor !== '' && !payment.paymentMethods.includes(processor)) {
    check.fail('processor', `must be one of ${payment.paymentMethods.join(', ')}`);
  }
  return processor;
}

/** Only what nobody started to pay can be paid; Migo's answer otherwise is not documented. */
export function requireUnpaid(payment: AlternativePayment): void {
  if (payment.status !== 'CREATED' && payment.status !== 'USED') {
    throw conflict(`The transaction is ${payment.status}`);
  }
}
