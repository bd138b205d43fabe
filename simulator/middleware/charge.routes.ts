import type { FastifyInstance } from 'fastify';
import { InputCheck, isRecord } from '../http/input-check.js';
import { applicationCaller } from '../tokens/application-caller.js';
import type { World } from '../world.js';
import { chargeLater, intakeError, type ChargeError, type ChargeItem } from './charge-intake.js';

const MAX_ITEMS = 5000;
const SAMPLE_SIZE = 10;

/** `POST /v1/subscriptions/charges`: 202 before anything is charged, and what was not taken only as a sample (recurring-payments/on-demand). */
export function chargeRoutes(app: FastifyInstance, world: World): void {
  app.post('/v1/subscriptions/charges', (request, reply) => {
    applicationCaller(world, 'middleware', request);
    const check = new InputCheck(request.body);
    const clientId = check.text('client');
    const items = check.list('data', { min: 1, max: MAX_ITEMS });
    check.throwIfInvalid();
    const charges = readItems(items);

    const errors: ChargeError[] = [];
    const accepted: ChargeItem[] = [];
    for (const [index, item] of charges.entries()) {
      const error = intakeError(world.state, clientId, item);
      if (error) errors.push({ index, subscriptionId: item.subscriptionId, ...error });
      else accepted.push(item);
    }
    chargeLater(world, accepted);
    const totals = { received: items.length, accepted: accepted.length, rejected: errors.length };
    const batchId = world.state.sequences.nextId('batch');
    const data = { clientId, batchId, totals, errorsSample: errors.slice(0, SAMPLE_SIZE) };
    return reply.code(202).send({ success: true, message: 'Batch received', data });
  });
}

// A malformed item refuses the whole batch, as any other body that breaks its schema.
function readItems(items: readonly unknown[]): ChargeItem[] {
  const problems = new InputCheck({});
  const charges = items.map((item, index) => {
    const check = new InputCheck(item);
    const subscriptionId = check.text('subscriptionId');
    const amount = check.amount('amount');
    for (const { code, message } of check.errors) problems.fail(`data[${index}].${message}`, '', code);
    return { subscriptionId, amount, metadata: isRecord(item) ? item['metadata'] : undefined };
  });
  problems.throwIfInvalid();
  return charges;
}
