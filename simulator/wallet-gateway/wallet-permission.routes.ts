import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { InputCheck, isRecord } from '../http/input-check.js';
import type { Permission } from '../state/permissions.js';
import type { Grant } from '../state/wallet-permissions.js';
import type { World } from '../world.js';
import { requireUser, walletApplication } from './wallet-caller.js';

const SOME = { min: 0, max: Number.MAX_SAFE_INTEGER };

interface UserPath {
  Params: { id: string };
}

/** Permissions and what users are granted (configuration/permissions). */
export function walletPermissionRoutes(app: FastifyInstance, world: World): void {
  app.get('/users/permissions', (request, reply) => {
    walletApplication(world, request);
    return reply.send({ success: true, message: 'Permissions found', data: world.state.walletPermissions });
  });

  app.post('/users/permissions', (request, reply) => {
    walletApplication(world, request);
    const body = new InputCheck(request.body);
    const items = body.list('permissions', SOME);
    body.throwIfInvalid();
    const first = world.state.walletPermissions.length + 1;
    const added = items.map((item, index) => readPermission(item, first + index));
    world.state.walletPermissions.push(...added);
    return reply.code(201).send({ success: true, message: 'Permissions created', data: added });
  });

  // The page gives both the same body.
  const grant = (request: FastifyRequest<UserPath>, reply: FastifyReply): FastifyReply => {
    const userId = request.params.id;
    requireUser(world, { merchant: walletApplication(world, request) }, userId);
    const body = new InputCheck(request.body);
    const items = body.list('permissions', SOME);
    body.throwIfInvalid();
    const changes = items.map((item) => readGrant(world.state.walletPermissions, item));
    const kept = (world.state.walletGrants.get(userId) ?? []).filter(
      (known) => !changes.some((change) => isSame(known, change)),
    );
    const permissions = [...kept, ...changes];
    world.state.walletGrants.set(userId, permissions);
    return reply.send({ success: true, message: 'Permissions changed', data: { userId, permissions } });
  };
  app.post<UserPath>('/users/:id/permissions', grant);
  app.patch<UserPath>('/users/:id/permissions', grant);
}

function readPermission(item: unknown, permissionId: number): Permission {
  const check = new InputCheck(item);
  const resource = check.text('resource');
  const action = check.text('action');
  const description = check.optionalText('description');
  check.throwIfInvalid();
  return { permissionId, resource, action, description };
}

function readGrant(known: readonly Permission[], item: unknown): Grant {
  const check = new InputCheck(item);
  const permissionId = check.optionalNumber('permissionId');
  const isKnown = known.some((permission) => permission.permissionId === permissionId);
  if (permissionId !== undefined && !isKnown) check.fail('permissionId', 'is unknown');
  check.throwIfInvalid();
  const { roleId, granted } = isRecord(item) ? item : {};
  return { roleId, permissionId, granted };
}

function isSame(a: Grant, b: Grant): boolean {
  return a.permissionId === b.permissionId && a.roleId === b.roleId;
}
