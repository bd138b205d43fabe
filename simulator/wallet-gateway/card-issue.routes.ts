import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { businessRefusal } from '../http/business-codes.js';
import { conflict } from '../http/refusal.js';
import { demoPan, newCard, passesLuhn, type Card } from '../state/cards.js';
import type { World } from '../world.js';
import { requireUser, walletApplication, walletCaller } from './wallet-caller.js';

const FIRST_NEW_CARD = 6001;

interface UserPath {
  Params: { userId: string };
}

/** Issue a card and link an existing one (wallet/card-lifecycle). */
export function cardIssueRoutes(app: FastifyInstance, world: World): void {
  // The physical card, in spite of the path.
  app.post<UserPath>('/users/:userId/cards/virtuals', (request, reply) => {
    const { userId } = request.params;
    requireUser(world, { merchant: walletApplication(world, request) }, userId);
    const partnerId = world.state.cardholders.get(userId)?.partnerId ?? 'partner-demo';
    const card = newCard(FIRST_NEW_CARD + world.state.sequences.next('card'), partnerId);
    card.cardholderId = userId;
    world.state.cards.set(card.cardId, card);
    return reply.code(201).send({ success: true, message: 'Card issued', data: { ...view(card), type: 'physical' } });
  });

  app.post<UserPath>('/users/:userId/cards', (request, reply) => {
    const caller = walletCaller(world, request);
    const { userId } = request.params;
    requireUser(world, caller, userId);
    const query = new InputCheck(request.query);
    query.present('clientId');
    query.throwIfInvalid();
    const check = new InputCheck(request.body);
    const pan = check.present('card');
    const alias = check.anything('alias') ?? null;
    if (!/^\d+$/.test(pan) || !passesLuhn(pan)) check.fail('card', 'does not pass the verification');
    check.throwIfInvalid();

    const card = [...world.state.cards.values()].find(({ cardId }) => demoPan(cardId) === pan);
    if (!card || card.status === 'closed') throw businessRefusal('7200', 'Card not found');
    if (card.cardholderId !== null) throw conflict('The card already belongs to a user');
    card.cardholderId = userId;
    return reply.code(201).send({ success: true, message: 'Card linked', data: { ...view(card), alias } });
  });
}

// The number is never echoed.
function view({ cardId, maskedPan, status, balance, currency }: Card): object {
  return { cardId, maskedPan, status, balance, currency };
}
