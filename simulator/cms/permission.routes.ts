import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { businessRefusal } from '../http/business-codes.js';
import { forbidden } from '../http/refusal.js';
import { BUILT_IN_PERMISSIONS, modulesOf, type Permission } from '../state/permissions.js';
import type { World } from '../world.js';
import { permissionsIn, signedInOperator } from './cms-caller.js';

/** Effective permissions of a user in a partner, the modules with their permissions, and new permissions (cms-api/permissions-roles). */
export function permissionRoutes(app: FastifyInstance, world: World): void {
  app.get<{ Params: { cmsUserId: string; partnerId: string } }>(
    '/app/users/:cmsUserId/partners/:partnerId/permissions',
    (request, reply) => {
      const { cmsUserId, partnerId } = request.params;
      permissionsIn(signedInOperator(world, request), partnerId);
      const user = [...world.state.operators.values()].find(({ id }) => String(id) === cmsUserId);
      if (!user) throw businessRefusal('7100', 'User not found');
      return reply.send({ success: true, message: 'Permissions found', data: permissionsIn(user, partnerId) });
    },
  );

  app.get('/app/modules', (request, reply) => {
    signedInOperator(world, request);
    return reply.send({ success: true, message: 'Modules found', data: modulesOf(world.state.customPermissions) });
  });

  // No partner in the path: the right to change users in any of theirs will do (assumed).
  app.post('/app/permissions', (request, reply) => {
    const operator = signedInOperator(world, request);
    const may = [...operator.assignments.values()].flat();
    if (!may.some(({ resource, action }) => resource === 'users' && action === 'update')) {
      throw forbidden('Permission users update is missing');
    }
    const body = new InputCheck(request.body);
    const items = body.list('permissions', { min: 0, max: Number.MAX_SAFE_INTEGER });
    body.throwIfInvalid();
    const { customPermissions } = world.state;
    const first = BUILT_IN_PERMISSIONS.length + customPermissions.length + 1;
    const data = items.map((item, index) => readPermission(item, first + index));
    customPermissions.push(...data);
    return reply.code(201).send({ success: true, message: 'Permissions created', data });
  });
}

function readPermission(item: unknown, permissionId: number): Permission {
  const check = new InputCheck(item);
  const resource = check.text('resource');
  const action = check.text('action');
  const description = check.optionalText('description');
  check.throwIfInvalid();
  return { permissionId, resource, action, description };
}
