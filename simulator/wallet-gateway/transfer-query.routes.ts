import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { absent, forbidden } from '../http/refusal.js';
import type { World } from '../world.js';
import { reachableCard, readId, walletCaller } from './wallet-caller.js';

/** One transfer, and a card's movements in a calendar month (UTC), the oldest first (wallet/card-transfers). */
export function transferQueryRoutes(app: FastifyInstance, world: World): void {
  app.get('/card-transfers/:id', (request, reply) => {
    const caller = walletCaller(world, request);
    const transfer = world.state.cardTransfers.get(readId(request.params, 'id'));
    if (!transfer) throw absent('Transfer not found');
    const holders = [transfer.fromCardId, transfer.toCardId].map((id) => world.state.cards.get(id ?? 0)?.cardholderId);
    if (caller.user && !holders.includes(caller.user.userId)) throw forbidden('This transfer is not yours');
    return reply.send({ success: true, message: 'Transfer found', data: transfer });
  });

  app.get('/cards/:cardId/transfers/:month/:year', (request, reply) => {
    const caller = walletCaller(world, request);
    const check = new InputCheck(request.params);
    const month = check.integerText('month', { min: 1, max: 12 });
    const year = check.integerText('year', { min: 2000, max: 2100 });
    check.throwIfInvalid();
    const { cardId } = reachableCard(world, caller, readId(request.params, 'cardId'));
    const prefix = `${year}-${String(month).padStart(2, '0')}-`;
    const data = [...world.state.cardTransfers.values()]
      .filter(({ fromCardId, toCardId }) => fromCardId === cardId || toCardId === cardId)
      .filter(({ createdAt }) => createdAt.startsWith(prefix))
      .map((transfer) => ({ ...transfer, direction: transfer.toCardId === cardId ? 'incoming' : 'outgoing' }));
    return reply.send({ success: true, message: 'Transfers found', data });
  });
}
