import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { absent } from '../http/refusal.js';
import { linkThirdPartyCard, readThirdPartyCard, type LinkedCard } from '../state/linked-cards.js';
import type { World } from '../world.js';
import { requireUser, walletCaller } from './wallet-caller.js';

interface UserPath {
  Params: { userId: string };
}

interface LinkPath {
  Params: { userId: string; associationId: string };
}

/** Other people's cards of a user (wallet/third-party-cards). */
export function linkedCardRoutes(app: FastifyInstance, world: World): void {
  app.post<UserPath>('/users/:userId/linked-cards', (request, reply) => {
    const { userId } = request.params;
    requireUser(world, walletCaller(world, request), userId);
    const data = linkThirdPartyCard(world.state, { userId, ...readThirdPartyCard(request.body) });
    return reply.code(201).send({ success: true, message: 'Card associated', data });
  });

  app.get<UserPath>('/users/:userId/linked-cards', (request, reply) => {
    const { userId } = request.params;
    requireUser(world, walletCaller(world, request), userId);
    const data = [...world.state.linkedCards.values()].filter((link) => link.userId === userId);
    return reply.send({ success: true, message: 'Associated cards found', data });
  });

  app.patch<LinkPath>('/users/:userId/linked-cards/:associationId', (request, reply) => {
    requireUser(world, walletCaller(world, request), request.params.userId);
    const check = new InputCheck(request.body);
    const alias = check.anything('alias');
    const link = findLink(world, request.params);
    link.alias = alias ?? link.alias;
    return reply.send({ success: true, message: 'Association updated', data: link });
  });

  app.delete<LinkPath>('/users/:userId/linked-cards/:associationId', (request, reply) => {
    requireUser(world, walletCaller(world, request), request.params.userId);
    world.state.linkedCards.delete(findLink(world, request.params).associationId);
    return reply.send({ success: true, message: 'Association removed' });
  });
}

function findLink(world: World, { userId, associationId }: LinkPath['Params']): LinkedCard {
  const link = world.state.linkedCards.get(associationId);
  if (link?.userId !== userId) throw absent('Association not found');
  return link;
}
