import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { absent } from '../http/refusal.js';
import { addMethod } from '../state/payment-methods.js';
import type { Plan } from '../state/plans.js';
import type { Subscription } from '../state/subscriptions.js';
import type { Transaction } from '../state/transactions.js';
import { applicationCaller } from '../tokens/application-caller.js';
import type { World } from '../world.js';
import { TRANSACTION_ABSENT } from './own-codes.js';
import { declineOf } from './verify-card-declines.js';

/** `POST /v1/subscriptions/verify-card`: the only way to a subscription (recurring-payments/payment-methods, .../subscriptions). */
export function verifyCardRoutes(app: FastifyInstance, world: World): void {
  app.post('/v1/subscriptions/verify-card', (request, reply) => {
    applicationCaller(world, 'middleware', request);
    const input = readInput(request.body);
    const transaction = world.state.transactions.get(input.transactionUid);
    if (transaction?.surface !== 'middleware') throw absent('Transaction not found', TRANSACTION_ABSENT);
    const plan = input.planUid === undefined ? undefined : findPlan(world, input.planUid);
    const declined = declineOf(input);
    if (declined !== undefined) return reply.code(declined.status).send(declined.body);

    const cardId = `card_${randomBytes(8).toString('hex')}`;
    const subscription = plan && subscribe(world, { plan, transaction, cardId });
    const { userId, client: clientId } = transaction;
    addMethod(world.state, { userId, clientId, processorId: input.processor, cardId, alias: input.processor });
    return reply.send({
      success: true,
      message: 'Card verified',
      data: {
        verified: true,
        cardId,
        ...(subscription && { subscription: { subUid: subscription.subUid, status: subscription.status } }),
      },
    });
  });
}

interface VerifyCardInput {
  transactionUid: string;
  processor: string;
  cardInfo: Readonly<Record<string, unknown>>;
  /** Only when a subscription is asked for. */
  planUid: string | undefined;
}

function readInput(body: unknown): VerifyCardInput {
  const check = new InputCheck(body);
  // Text says `transactionUid`, samples say `uid`.
  const transactionUid = check.optionalText('uid') ?? check.optionalText('transactionUid');
  if (transactionUid === undefined) check.fail('uid', 'or transactionUid is required');
  const processor = check.text('processor');
  const cardInfo = check.record('cardInfo');
  const planUid = check.optionalFlag('shouldCreateSubscription') ? check.text('planUid') : undefined;
  check.throwIfInvalid();
  return { transactionUid: transactionUid ?? '', processor, cardInfo, planUid };
}

function findPlan(world: World, planUid: string): Plan {
  const plan = world.state.plans.get(planUid);
  if (!plan) throw absent('Plan not found');
  return plan;
}

function subscribe(world: World, from: { plan: Plan; transaction: Transaction; cardId: string }): Subscription {
  const { plan, transaction, cardId } = from;
  const { subscriptions, sequences } = world.state;
  const subscription: Subscription = {
    subUid: sequences.nextId('sub'),
    planUid: plan.planUid,
    clientId: transaction.client,
    userId: transaction.userId,
    cardId,
    transactionUid: transaction.uid,
    status: 'active',
    amount: plan.amount,
    currency: plan.currency,
    createdAt: world.clock.isoNow(),
    nextRenewalDate: world.clock.isoInDays(plan.frequency.frequency),
  };
  subscriptions.set(subscription.subUid, subscription);
  return subscription;
}
