import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { businessRefusal } from '../http/business-codes.js';
import { type Refusal } from '../http/refusal.js';
import { moveMoney } from '../state/card-transfers.js';
import type { Card } from '../state/cards.js';
import type { World } from '../world.js';
import { reachableCard, walletApplication, walletCaller } from './wallet-caller.js';

/** `POST /cards/transfer` and `POST /card-transfers/types` (wallet/card-transfers). */
export function transferRoutes(app: FastifyInstance, world: World): void {
  app.post('/cards/transfer', (request, reply) => {
    const caller = walletCaller(world, request);
    const check = new InputCheck(request.body);
    const fromCardId = check.number('fromCardId');
    const toCardId = check.number('toCardId');
    const amount = check.positiveAmount('amount');
    const observations = check.anything('observations') ?? null;
    check.throwIfInvalid();

    const from = reachableCard(world, caller, fromCardId);
    const to = world.state.cards.get(toCardId);
    if (to?.cardholderId == null) throw notCreated('The destination is not a card of Migo');
    if (to === from) throw notCreated('Source and destination are the same card');
    if (to.currency !== from.currency) throw notCreated('The cards have different currencies');
    for (const card of [from, to]) requireActive(card);
    if (amount.isMoreThan(from.balance)) throw businessRefusal('7303', 'Insufficient funds');
    const data = moveMoney(
      world.state,
      { from, to },
      {
        type: 'balanceTransfertoUser',
        amount,
        currency: from.currency,
        channel: 'webService',
        reference: null,
        observations,
        createdAt: world.clock.isoNow(),
      },
    );
    return reply.code(201).send({ success: true, message: 'Transfer created', data });
  });

  app.post('/card-transfers/types', (request, reply) => {
    walletApplication(world, request);
    const body = new InputCheck(request.body);
    const items = body.list('types', { min: 0, max: Number.MAX_SAFE_INTEGER });
    body.throwIfInvalid();
    const types = items.map((item, index) => ({ id: world.state.transferTypes.length + index + 1, ...readType(item) }));
    world.state.transferTypes.push(...types);
    return reply.code(201).send({ success: true, message: 'Transfer types created', data: types });
  });
}

function notCreated(message: string): Refusal {
  return businessRefusal('7300', `The transfer could not be created: ${message}`);
}

// A delivered card cannot transact before its activation (wallet/card-lifecycle).
function requireActive(card: Card): void {
  if (card.status !== 'active') throw businessRefusal('7213', `Card ${card.cardId} is ${card.status}`);
}

function readType(item: unknown): object {
  const check = new InputCheck(item);
  const type = {
    // An open list.
    type: check.text('type'),
    channel: check.oneOf('channel', ['financialNetwork', 'webService']),
    movementType: check.oneOf('movementType', ['debit', 'credit']),
    model: check.oneOf('model', ['settlement', 'reversed']),
    name: check.anything('name'),
  };
  check.throwIfInvalid();
  return type;
}
