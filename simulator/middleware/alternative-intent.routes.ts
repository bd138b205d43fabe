import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { PSE_BANKS } from '../state/payment-rails.js';
import type { World } from '../world.js';
import {
  ALTERNATIVE_BASE,
  findAlternative,
  readProcessor,
  requireUnpaid,
  type AlternativeRequest,
} from './alternative-find.js';

/** What the three special-cased rails need; only the answer of `fri` is documented. */
const REQUIRED_FIELDS: ReadonlyMap<string, object> = new Map<string, object>([
  [
    'fri',
    {
      phoneNumber: { description: 'Phone number of the Fri account', required: false },
      user: { description: 'User name of the Fri account', required: false },
      note: 'At least one of phoneNumber and user is needed',
    },
  ],
  ['nequi', { phoneNumber: { description: 'Phone number of the Nequi account', required: true } }],
  ['globalPay-PSE', { bankCode: { description: 'Bank of the payer', required: true }, banks: PSE_BANKS }],
]);

/** `POST .../payment-intents` (alternative-payments/payment-intents): what the front end must ask for before it pays. */
export function alternativeIntentRoutes(app: FastifyInstance, world: World): void {
  app.post<AlternativeRequest>(`${ALTERNATIVE_BASE}/:transactionId/payment-intents`, (request, reply) => {
    const payment = findAlternative(world, request);
    const check = new InputCheck(request.body);
    const processor = readProcessor(check, payment);
    check.throwIfInvalid();
    requireUnpaid(payment);
    const requiredFields = REQUIRED_FIELDS.get(processor);
    if (!requiredFields) return reply.send({ success: true, data: null });
    return reply.send({ success: true, message: 'success', data: { requiredFields } });
  });
}
