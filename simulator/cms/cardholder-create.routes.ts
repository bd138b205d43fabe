import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import type { World } from '../world.js';
import { createCardholder, readCardholder } from './cardholder-input.js';
import { cardholderView } from './cardholder-view.js';
import { requirePermission, signedInOperator } from './cms-caller.js';

/** `POST /app/partners/{partnerId}/cardholders`: 12 required fields, the card included (cms-api/cardholders). */
export function cardholderCreateRoutes(app: FastifyInstance, world: World): void {
  app.post<{ Params: { partnerId: string } }>('/app/partners/:partnerId/cardholders', (request, reply) => {
    const { partnerId } = request.params;
    const operator = signedInOperator(world, request);
    requirePermission(operator, partnerId, { resource: 'cardholders', action: 'create' });

    const check = new InputCheck(request.body);
    const input = readCardholder(check);
    check.throwIfInvalid();
    const cardholder = createCardholder(world, { partnerId, ...input });
    const data = cardholderView(world.state, cardholder);
    return reply.code(201).send({ success: true, message: 'Cardholder created', data });
  });
}
