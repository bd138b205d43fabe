import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { absent } from '../http/refusal.js';
import type { Plan } from '../state/plans.js';
import { applicationCaller } from '../tokens/application-caller.js';
import type { World } from '../world.js';
import { changedPlan, readPlan } from './plan-input.js';

/** Plans (recurring-payments/plans, recurring-payments/overview); only the body of the creation is documented. */
export function planRoutes(app: FastifyInstance, world: World): void {
  app.post('/v1/plans', (request, reply) => {
    const merchant = applicationCaller(world, 'middleware', request);
    const check = new InputCheck(request.body);
    const client = check.anything('client') ?? merchant;
    const source = check.record('plan');
    check.throwIfInvalid();
    const plan: Plan = { planUid: world.state.sequences.nextId('plan'), client, ...readPlan(source) };
    world.state.plans.set(plan.planUid, plan);
    return reply.code(201).send({ success: true, message: 'Plan created', data: plan });
  });

  // Assumed: the plan is named by `planUid`, and `plan` holds what changes.
  app.put('/v1/plans', (request, reply) => {
    applicationCaller(world, 'middleware', request);
    const check = new InputCheck(request.body);
    const plan = findPlan(world, check.anything('planUid') ?? '');
    Object.assign(plan, changedPlan(plan, check.optionalRecord('plan') ?? {}));
    return reply.send({ success: true, message: 'Plan updated', data: plan });
  });

  app.get('/v1/plans/list', (request, reply) => {
    const merchant = applicationCaller(world, 'middleware', request);
    const check = new InputCheck(request.query);
    const client = check.anything('client') ?? merchant;
    check.throwIfInvalid();
    const data = [...world.state.plans.values()].filter((plan) => plan.client === client);
    return reply.send({ success: true, message: 'Plans found', data });
  });

  app.get<{ Params: { planId: string; client: string } }>(
    '/v1/plans/:planId/client/:client/detail',
    (request, reply) => {
      applicationCaller(world, 'middleware', request);
      const plan = findPlan(world, request.params.planId);
      if (plan.client !== request.params.client) throw absent('Plan not found');
      return reply.send({ success: true, message: 'Plan found', data: plan });
    },
  );
}

function findPlan(world: World, planUid: string): Plan {
  const plan = world.state.plans.get(planUid);
  if (!plan) throw absent('Plan not found');
  return plan;
}
