import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { paymentMethodsOf, type AlternativePayment } from '../state/alternative-payments.js';
import { merchantOfToken } from '../tokens/merchant-token.js';
import type { World } from '../world.js';
import { actingClient, newTransactionUid } from './acting-client.js';
import { ALTERNATIVE_BASE } from './alternative-find.js';

/** Migo's default is not documented. */
const VALID_SECONDS = 15 * 60;

/** `POST /api/v1/integrations/transactions` (alternative-payments/create-transaction). */
export function alternativeCreateRoutes(app: FastifyInstance, world: World): void {
  app.post(ALTERNATIVE_BASE, (request, reply) => {
    const merchant = merchantOfToken(request);
    const check = new InputCheck(request.body);
    const input = {
      amount: check.amount('amount'),
      channel: check.text('channel'),
      client: check.text('client'),
      userId: check.text('userId'),
      customKeys: check.optionalRecord('customKeys'),
    };
    check.throwIfInvalid();
    const client = actingClient(world, merchant, input.client);
    if (input.amount.isMoreThan(client.maxAmount) || client.minAmount.isMoreThan(input.amount)) {
      check.fail('amount', `must be from ${client.minAmount.text} to ${client.maxAmount.text}`);
    }
    check.throwIfInvalid();

    const payment: AlternativePayment = {
      ...input,
      uid: newTransactionUid(),
      merchant,
      currency: client.currency,
      status: 'CREATED',
      processor: null,
      paymentMethods: paymentMethodsOf(client),
      expiresAtMs: world.clock.nowMs() + VALID_SECONDS * 1000,
      dismissal: undefined,
    };
    world.state.alternativePayments.set(payment.uid, payment);
    const { uid, paymentMethods } = payment;
    // Seconds left, and not a time.
    const data = { uid, paymentMethods, expireAt: VALID_SECONDS };
    return reply.code(201).send({ success: true, message: 'Transaction created', data });
  });
}
