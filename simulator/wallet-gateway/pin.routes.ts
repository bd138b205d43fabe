import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { businessRefusal } from '../http/business-codes.js';
import { forbidden } from '../http/refusal.js';
import type { Card } from '../state/cards.js';
import type { World } from '../world.js';
import { reachableCard, readId, requireUser, walletCaller } from './wallet-caller.js';

/** A PIN is set and never read (wallet/pin-management): only that there is one is kept. */
export function pinRoutes(app: FastifyInstance, world: World): void {
  app.post('/cards/:cardId/pin', (request, reply) => {
    const card = reachableCard(world, walletCaller(world, request), readId(request.params, 'cardId'));
    setPin(world, card, { userId: card.cardholderId, body: request.body });
    return reply.send({ success: true, message: 'PIN set' });
  });

  // An admin's: only that user's PIN changes.
  app.post<{ Params: { authUserId: string } }>('/cards/:cardId/users/:authUserId/pin', (request, reply) => {
    const caller = walletCaller(world, request);
    if (caller.user && caller.user.role !== 'admin') throw forbidden('Only an admin may replace a PIN');
    const { authUserId } = request.params;
    requireUser(world, { merchant: '' }, authUserId);
    const card = reachableCard(world, { merchant: '' }, readId(request.params, 'cardId'));
    if (card.cardholderId !== authUserId) throw businessRefusal('7210', 'The card is not one of this user');
    setPin(world, card, { userId: authUserId, body: request.body });
    return reply.send({ success: true, message: 'PIN replaced' });
  });
}

function setPin(world: World, card: Card, of: { userId: string | null; body: unknown }): void {
  const check = new InputCheck(of.body);
  const pin = check.present('pin');
  if (!/^\d+$/.test(pin)) check.fail('pin', 'must be numeric');
  check.throwIfInvalid();
  if (card.status === 'blocked' || card.status === 'closed')
    throw businessRefusal('7213', `The card is ${card.status}`);
  world.state.cardPins.add(`${card.cardId}:${of.userId ?? ''}`);
}
