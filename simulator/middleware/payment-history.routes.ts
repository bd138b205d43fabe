import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { applicationCaller } from '../tokens/application-caller.js';
import type { World } from '../world.js';

/** `GET /v1/subscriptions/payment-history`: a flat list without pages (recurring-payments/scheduled-charges). */
export function paymentHistoryRoutes(app: FastifyInstance, world: World): void {
  app.get('/v1/subscriptions/payment-history', (request, reply) => {
    applicationCaller(world, 'middleware', request);
    const check = new InputCheck(request.query);
    const subscriptionId = check.present('subscriptionId');
    check.throwIfInvalid();
    const data = world.state.payments.filter((payment) => payment.subscriptionId === subscriptionId);
    return reply.send({ success: true, message: 'Payment history found', data });
  });
}
