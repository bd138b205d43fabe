import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import type { Statement } from '../state/statements.js';
import type { World } from '../world.js';
import { reachableCard, readId, walletCaller } from './wallet-caller.js';

/** `POST /cards/{cardId}/statements` (cms-api/overview; 201 on acceptance: concepts/error-handling). */
export function statementRoutes(app: FastifyInstance, world: World): void {
  app.post('/cards/:cardId/statements', (request, reply) => {
    const caller = walletCaller(world, request);
    const cardId = readId(request.params, 'cardId');
    const body = new InputCheck(request.body);
    // Migo documents no body: numbers, texts and anything else will do.
    const [month, year] = [body.anything('month') ?? null, body.anything('year') ?? null];

    reachableCard(world, caller, cardId);
    const { statements } = world.state;
    const statementId = `stm_${String(statements.length + 1).padStart(8, '0')}`;
    const statement: Statement = {
      statementId,
      cardId,
      month: numberOr(month),
      year: numberOr(year),
      status: 'accepted',
      url: `https://files.migo.test/statements/${statementId}.pdf`,
    };
    statements.push(statement);
    return reply.code(201).send({ success: true, message: 'Statement accepted', data: statement });
  });
}

function numberOr(text: string | null): number | string | null {
  return text !== null && /^\d{1,4}$/.test(text) ? Number(text) : text;
}
