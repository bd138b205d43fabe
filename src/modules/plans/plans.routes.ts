import { defineRoutes } from '../../routes/define-routes.js';
import { Middleware } from '../../clients/middleware/middleware.upstream.js';
import { CreatePlanDto, ListPlansQuery, UpdatePlanDto } from './plans.dto.js';
import { listOf } from '../../routes/shape.js';
import { plan } from './plans.answers.js';

export const planRoutes = defineRoutes(Middleware, {
  createPlan: {
    method: 'POST',
    path: '/plans',
    callers: ['operator', 'service'],
    scope: 'plans:write',
    body: CreatePlanDto,
    data: plan,
    success: 201,
    summary: 'Create a plan',
    docs: 'recurring-payments/plans',
    evidence: 'documented',
  },
  updatePlan: {
    method: 'PUT',
    path: '/plans',
    callers: ['operator', 'service'],
    scope: 'plans:write',
    body: UpdatePlanDto,
    data: plan,
    summary: 'Change a plan',
    docs: 'recurring-payments/overview',
    evidence: 'named-only',
  },
  listPlans: {
    method: 'GET',
    path: '/plans/list',
    callers: ['operator', 'service'],
    scope: 'plans:read',
    query: ListPlansQuery,
    data: listOf(plan),
    pages: { page: 'page', limit: 'limit' },
    cache: 'reference',
    summary: 'List plans',
    docs: 'recurring-payments/overview',
    evidence: 'named-only',
  },
  getPlan: {
    method: 'GET',
    path: '/plans/:planId/client/:client/detail',
    callers: ['operator', 'service'],
    scope: 'plans:read',
    data: plan,
    cache: 'reference',
    summary: 'Show a plan of a client',
    docs: 'recurring-payments/overview',
    evidence: 'named-only',
  },
});
