import type { FastifyInstance } from 'fastify';
import { businessRefusal } from '../http/business-codes.js';
import { linkThirdPartyCard, readThirdPartyCard } from '../state/linked-cards.js';
import type { World } from '../world.js';
import { requirePermission, signedInOperator } from './cms-caller.js';

/** `POST .../cardholders/{cardholderId}/cards/association`: the Wallet Gateway's linked card, from the back office (wallet/third-party-cards). */
export function cardAssociationRoutes(app: FastifyInstance, world: World): void {
  app.post<{ Params: { partnerId: string; cardholderId: string } }>(
    '/app/partners/:partnerId/cardholders/:cardholderId/cards/association',
    (request, reply) => {
      const { partnerId, cardholderId } = request.params;
      const operator = signedInOperator(world, request);
      requirePermission(operator, partnerId, { resource: 'cardholders', action: 'update' });
      const holder = world.state.cardholders.get(cardholderId);
      if (holder?.partnerId !== partnerId) throw businessRefusal('7100', 'Cardholder not found');
      const data = linkThirdPartyCard(world.state, { userId: cardholderId, ...readThirdPartyCard(request.body) });
      return reply.code(201).send({ success: true, message: 'Card associated', data });
    },
  );
}
