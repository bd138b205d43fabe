import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { absent, conflict } from '../http/refusal.js';
import type { Subscription } from '../state/subscriptions.js';
import { applicationCaller } from '../tokens/application-caller.js';
import type { World } from '../world.js';
import { subscriptionView } from './subscription-view.js';

/** List, detail, notification e-mail and cancellation (recurring-payments/overview, recurring-payments/lifecycle). There is no `POST` here. */
export function subscriptionRoutes(app: FastifyInstance, world: World): void {
  app.get('/v1/subscriptions', (request, reply) => {
    applicationCaller(world, 'middleware', request);
    const check = new InputCheck(request.query);
    const userId = check.present('userId');
    const clientId = check.present('clientId');
    check.throwIfInvalid();
    const data = [...world.state.subscriptions.values()]
      .filter((subscription) => subscription.userId === userId && subscription.clientId === clientId)
      .map(subscriptionView);
    return reply.send({ success: true, message: 'Subscriptions found', data });
  });

  app.get<{ Params: { subUid: string } }>('/v1/subscriptions/detail/:subUid', (request, reply) => {
    applicationCaller(world, 'middleware', request);
    const subscription = findSubscription(world, request.params.subUid);
    const { cardId, transactionUid, createdAt, notificationEmail } = subscription;
    const data = { ...subscriptionView(subscription), cardId, transactionUid, createdAt, notificationEmail };
    return reply.send({ success: true, message: 'Subscription found', data });
  });

  // Changes nothing but the e-mail, whatever else the body says; its field names are assumed.
  app.put('/v1/subscriptions', (request, reply) => {
    applicationCaller(world, 'middleware', request);
    const check = new InputCheck(request.body);
    const subscription = findSubscription(world, check.anything('subUid') ?? '');
    const email = check.anything('notificationEmail') ?? subscription.notificationEmail;
    subscription.notificationEmail = email;
    const data = { ...subscriptionView(subscription), notificationEmail: email };
    return reply.send({ success: true, message: 'Subscription updated', data });
  });

  // Immediate; a repeated cancellation answers the same (not documented).
  app.delete<{ Params: { subUid: string } }>('/v1/subscriptions/:subUid', (request, reply) => {
    applicationCaller(world, 'middleware', request);
    const subscription = findSubscription(world, request.params.subUid);
    const { status } = subscription;
    if (status === 'inactive' || status === 'expired') throw conflict(`The subscription is ${status}`);
    subscription.status = 'cancelled';
    return reply.send({ success: true, message: 'Subscription cancelled', data: subscriptionView(subscription) });
  });
}

function findSubscription(world: World, subUid: string): Subscription {
  const subscription = world.state.subscriptions.get(subUid);
  if (!subscription) throw absent('Subscription not found');
  return subscription;
}
