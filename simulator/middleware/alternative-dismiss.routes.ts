import type { FastifyInstance } from 'fastify';
import { conflict, Refusal } from '../http/refusal.js';
import type { AlternativePayment } from '../state/alternative-payments.js';
import { RAILS } from '../state/payment-rails.js';
import type { World } from '../world.js';
import { ALTERNATIVE_BASE, findAlternative, type AlternativeRequest } from './alternative-find.js';
import { NO_CANCEL_HOOK, NOT_DISMISSIBLE } from './own-codes.js';

/** `POST .../dismiss` and its matrix (alternative-payments/dismiss-transaction). The body is free and kept. */
export function alternativeDismissRoutes(app: FastifyInstance, world: World): void {
  app.post<AlternativeRequest>(`${ALTERNATIVE_BASE}/:transactionId/dismiss`, (request, reply) => {
    const payment = findAlternative(world, request);
    payment.status = outcome(payment);
    payment.dismissal = request.body;
    if (payment.status === 'DISMISSED') return reply.type('text/plain; charset=utf-8').send('OK');
    const { uid, status } = payment;
    return reply.send({ message: 'Transaction cancelled', transaction: { uid, status } });
  });
}

function outcome({ status, processor }: AlternativePayment): 'DISMISSED' | 'CANCELLED' {
  if (status === 'CREATED' || status === 'USED') return 'DISMISSED';
  // 4020 for CANCELLED too, which the matrix leaves out.
  if (status !== 'IN_PROGRESS') throw conflict(`A transaction that is ${status} cannot be dismissed`, NOT_DISMISSIBLE);
  const hook = RAILS.get(processor ?? '')?.cancel ?? 'none';
  if (hook === 'none')
    throw new Refusal(405, `${processor ?? 'This processor'} cannot cancel a payment`, { ownCode: NO_CANCEL_HOOK });
  return hook === 'dedicated' ? 'CANCELLED' : 'DISMISSED';
}
