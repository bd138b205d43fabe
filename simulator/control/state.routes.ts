import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import type { World } from '../world.js';

/** `GET /state`: counts, not contents. `POST /reset`: as after a start, or with the tokens issued so far still good. */
export function stateRoutes(app: FastifyInstance, world: World): void {
  app.get('/state', (_request, reply) => reply.send(summary(world)));

  app.post('/reset', (request, reply) => {
    const check = new InputCheck(request.body);
    const keepTokens = check.optionalFlag('keepTokens');
    check.throwIfInvalid();
    world.reset({ keepTokens });
    return reply.send(summary(world));
  });
}

function summary({ clock, state, tokens, calls, faults }: World): object {
  const cards = [...state.cards.values()];
  return {
    now: clock.isoNow(),
    clockOffsetSeconds: clock.offsetSeconds,
    merchants: [...state.merchants.keys()],
    partners: [...state.partners.keys()],
    operators: [...state.operators.keys()],
    cardholders: state.cardholders.size,
    cards: cards.length,
    unassignedCards: cards.filter((card) => card.cardholderId === null).length,
    plans: [...state.plans.keys()],
    subscriptions: state.subscriptions.size,
    transactions: state.transactions.size,
    statements: state.statements.length,
    alternativePayments: state.alternativePayments.size,
    walletUsers: [...state.walletUsers.keys()],
    cardPins: state.cardPins.size,
    accessTokensIssued: tokens.issuedCount,
    calls: calls.count,
    faults: faults.list().length,
  };
}
