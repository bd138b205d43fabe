import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { businessRefusal } from '../http/business-codes.js';
import type { World } from '../world.js';
import { cardholderDetail } from './cardholder-view.js';
import { requirePermission, signedInOperator } from './cms-caller.js';
import { requireInlineOtp } from './step-up.js';

/** `POST /app/partners/{partnerId}/cardholders/{cardholderId}`: the detail is a POST, its body may carry a one-time code. */
export function cardholderDetailRoutes(app: FastifyInstance, world: World): void {
  app.post<{ Params: { partnerId: string; cardholderId: string } }>(
    '/app/partners/:partnerId/cardholders/:cardholderId',
    (request, reply) => {
      const { partnerId, cardholderId } = request.params;
      const operator = signedInOperator(world, request);
      requirePermission(operator, partnerId, { resource: 'cardholders', action: 'detail' });
      // The name of the field is assumed.
      const check = new InputCheck(request.body);
      requireInlineOtp(world, operator, check.anything('otp'));
      const holder = world.state.cardholders.get(cardholderId);
      if (holder?.partnerId !== partnerId) throw businessRefusal('7100', 'Cardholder not found');
      const data = cardholderDetail(world.state, holder);
      return reply.send({ success: true, message: 'Cardholder found', data });
    },
  );
}
