import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import type { AlternativePayment } from '../state/alternative-payments.js';
import { RAILS } from '../state/payment-rails.js';
import type { World } from '../world.js';
import {
  ALTERNATIVE_BASE,
  findAlternative,
  readProcessor,
  requireUnpaid,
  type AlternativeRequest,
} from './alternative-find.js';

/** `POST .../payments` (alternative-payments/process-payment): the customer pays outside, so it ends `IN_PROGRESS`. */
export function alternativeProcessRoutes(app: FastifyInstance, world: World): void {
  app.post<AlternativeRequest>(`${ALTERNATIVE_BASE}/:transactionId/payments`, (request, reply) => {
    const payment = findAlternative(world, request);
    const check = new InputCheck(request.body);
    const processor = readProcessor(check, payment);
    const details = new InputCheck(check.record('data'));
    check.throwIfInvalid();
    checkDetails(details, processor);
    details.throwIfInvalid();
    requireUnpaid(payment);

    payment.status = 'IN_PROGRESS';
    payment.processor = processor;
    const type = RAILS.get(processor)?.type ?? 'json';
    const data = { transaction_id: payment.uid, type, data: payload(payment, processor, type), cancelAt: null };
    return reply.send({ success: true, message: 'Success', data });
  });
}

// Keys that the rail does not use are ignored; the pages have rules for these two only (alternative-payments/process-payment).
function checkDetails(details: InputCheck, processor: string): void {
  if (processor === 'bamPaymentButton') details.optionalNumber('installments');
  if (processor !== 'fri') return;
  const given = [details.optionalText('user'), details.optionalText('phoneNumber')];
  if (given.every((value) => value === undefined)) details.fail('phoneNumber', 'or user is required for fri');
}

function payload({ uid, amount, currency }: AlternativePayment, processor: string, type: string): unknown {
  const page = `https://pay.migo.test/${processor}/${uid}`;
  if (type === 'json') return { reference: uid, amount, currency, qr: `${processor}:${uid}` };
  if (type === 'base64') return Buffer.from(`${processor}:${uid}`).toString('base64');
  if (type === 'html') return `<p>${uid}</p>`;
  return type === 'qr' ? `${processor}:${uid}:${amount.text}` : page;
}
