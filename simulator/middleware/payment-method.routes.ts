import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { absent } from '../http/refusal.js';
import { addMethod, methodsOf, type PayerKey, type PaymentMethod } from '../state/payment-methods.js';
import { applicationCaller } from '../tokens/application-caller.js';
import type { World } from '../world.js';

const PATH = '/v1/subscriptions/payment-methods';

/** Add, remove, set as default (recurring-payments/payment-methods); removal and default name the card as the addition does. */
export function paymentMethodRoutes(app: FastifyInstance, world: World): void {
  app.post(PATH, (request, reply) => {
    applicationCaller(world, 'middleware', request);
    const body = new InputCheck(request.body);
    const check = new InputCheck(body.record('tokenizeData'));
    body.throwIfInvalid();
    const key = readKey(check);
    const processorId = check.anything('processorId') ?? '';
    const alias = check.anything('alias') ?? '';
    const data = view(addMethod(world.state, { ...key, processorId, alias }));
    return reply.code(201).send({ success: true, message: 'Payment method added', data });
  });

  app.delete(PATH, (request, reply) => {
    applicationCaller(world, 'middleware', request);
    // A body on DELETE may not arrive, so the query will do too.
    const removed = findMethod(world, new InputCheck(request.body ?? request.query));
    world.state.paymentMethods = world.state.paymentMethods.filter((method) => method !== removed);
    const next = methodsOf(world.state, removed)[0];
    if (removed.isDefault && next) makeDefault(world, next);
    return reply.send({ success: true, message: 'Payment method removed', data: view(removed) });
  });

  app.put(`${PATH}/set-default`, (request, reply) => {
    applicationCaller(world, 'middleware', request);
    const method = findMethod(world, new InputCheck(request.body));
    makeDefault(world, method);
    return reply.send({ success: true, message: 'Default payment method changed', data: view(method) });
  });
}

// Known from samples (recurring-payments/payment-methods): none of them is called required.
function readKey(check: InputCheck): PayerKey & { cardId: string } {
  const [userId = '', clientId = '', cardId = ''] = ['userId', 'clientId', 'cardId'].map((field) =>
    check.anything(field),
  );
  return { userId, clientId, cardId };
}

function findMethod(world: World, check: InputCheck): PaymentMethod {
  const key = readKey(check);
  const method = methodsOf(world.state, key).find(({ cardId }) => cardId === key.cardId);
  if (!method) throw absent('Payment method not found');
  return method;
}

// The next charges of the payer's subscriptions go to this card.
function makeDefault(world: World, method: PaymentMethod): void {
  for (const other of methodsOf(world.state, method)) other.isDefault = other === method;
  for (const subscription of world.state.subscriptions.values()) {
    const theirs = subscription.userId === method.userId && subscription.clientId === method.clientId;
    if (theirs) subscription.cardId = method.cardId;
  }
}

// The answer has no `isDefault`, no brand and no digits.
function view({ userId, clientId, processorId, cardId, alias }: PaymentMethod): Omit<PaymentMethod, 'isDefault'> {
  return { userId, clientId, processorId, cardId, alias };
}
