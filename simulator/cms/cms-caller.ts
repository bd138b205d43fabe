import type { FastifyRequest } from 'fastify';
import { forbidden, notAssigned, tokenExpired } from '../http/refusal.js';
import type { Operator } from '../state/operators.js';
import type { Permission } from '../state/permissions.js';
import { applicationCaller } from '../tokens/application-caller.js';
import { bearerToken } from '../tokens/bearer.js';
import type { World } from '../world.js';

/** The operator behind the two tokens; `x-user-token` needs its `Bearer ` prefix (cms-api). */
export function signedInOperator(world: World, request: FastifyRequest): Operator {
  applicationCaller(world, 'cms', request);
  const token = bearerToken('x-user-token', request.headers['x-user-token']);
  const { subject } = world.tokens.verify({ upstream: 'cms', kind: 'user' }, token);
  const operator = [...world.state.operators.values()].find((candidate) => String(candidate.id) === subject);
  if (!operator) throw tokenExpired('The operator of this token no longer exists');
  return operator;
}

/** What the operator may do in a partner; 403 when it is not assigned to them (cms-api/overview). */
export function permissionsIn(operator: Operator, partnerId: string): readonly Permission[] {
  const permissions = operator.assignments.get(partnerId);
  if (!permissions) throw notAssigned('This partner is not assigned to you');
  return permissions;
}

/** Every endpoint declares the permission it needs (configuration/permissions); which one is assumed from its name. */
export function requirePermission(
  operator: Operator,
  partnerId: string,
  needed: Omit<Permission, 'permissionId'>,
): void {
  const granted = permissionsIn(operator, partnerId).some(
    ({ resource, action }) => resource === needed.resource && action === needed.action,
  );
  if (!granted) throw forbidden(`Permission ${needed.resource} ${needed.action} is missing`);
}
