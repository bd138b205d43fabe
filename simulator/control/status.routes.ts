import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { absent } from '../http/refusal.js';
import { ALTERNATIVE_STATUSES } from '../state/alternative-payments.js';
import { CARD_TRANSFER_STATUSES } from '../state/card-transfers.js';
import { CARD_STATUSES } from '../state/cards.js';
import { decide, PROCESS_REQUEST_STATUSES } from '../state/process-requests.js';
import { SUBSCRIPTION_STATUSES } from '../state/subscriptions.js';
import type { World } from '../world.js';

const KINDS = [
  'alternativePayment',
  'card',
  'cardTransfer',
  'processRequest',
  'subscription',
  'terminalPayment',
  'transaction',
] as const;
type Kind = (typeof KINDS)[number];

/** `POST /status {kind, id, status}`: what happens outside of the four APIs, such as a customer who pays. */
export function statusRoutes(app: FastifyInstance, world: World): void {
  app.post('/status', (request, reply) => {
    const check = new InputCheck(request.body);
    const kind = check.oneOf('kind', KINDS);
    const id = check.text('id');
    check.throwIfInvalid();
    if (!setStatus(world, { kind, id }, check)) throw absent(`There is no ${kind} ${id}`);
    return reply.send({ kind, id });
  });
}

function setStatus({ state, clock }: World, { kind, id }: { kind: Kind; id: string }, check: InputCheck): boolean {
  switch (kind) {
    case 'alternativePayment':
      return change(state.alternativePayments.get(id), check, check.oneOf('status', ALTERNATIVE_STATUSES));
    case 'card':
      return change(state.cards.get(Number(id)), check, check.oneOf('status', CARD_STATUSES));
    case 'cardTransfer':
      return change(state.cardTransfers.get(Number(id)), check, check.oneOf('status', CARD_TRANSFER_STATUSES));
    case 'processRequest': {
      const status = check.oneOf('status', PROCESS_REQUEST_STATUSES);
      check.throwIfInvalid();
      const request = state.processRequests.get(id);
      if (request) decide(state, request, { status, at: clock.isoNow() });
      return request !== undefined;
    }
    case 'subscription':
      return change(state.subscriptions.get(id), check, check.oneOf('status', SUBSCRIPTION_STATUSES));
    case 'terminalPayment': {
      const payment = state.terminalPayments.get(Number(id));
      const isSet = change(payment, check, check.oneOf('status', CARD_TRANSFER_STATUSES));
      // Captured and authorized outside of the APIs (terminal-payments/process-payment); until then the total is 0.
      if (payment?.status === 'approved') payment.totalAmount = payment.subtotal;
      if (payment) payment.updatedAt = clock.isoNow();
      return isSet;
    }
    case 'transaction':
      return change(state.transactions.get(id), check, check.text('status'));
  }
}

function change<S extends string>(target: { status: S } | undefined, check: InputCheck, status: S): boolean {
  check.throwIfInvalid();
  if (target) target.status = status;
  return target !== undefined;
}
