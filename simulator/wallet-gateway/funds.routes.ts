import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Decimal } from '../http/decimal.js';
import { InputCheck } from '../http/input-check.js';
import { businessRefusal } from '../http/business-codes.js';
import { moveMoney } from '../state/card-transfers.js';
import type { Card } from '../state/cards.js';
import type { World } from '../world.js';
import { reachableCard, readId, walletApplication } from './wallet-caller.js';

const CURRENCY = { pattern: /^(?:[A-Za-z]{3}|\d{3})$/, sense: 'must be an ISO 4217 code' };
const MAX_DESCRIPTION = { pattern: /^.{0,50}$/su, sense: 'must have at most 50 characters' };

interface FundsInput {
  amount: Decimal;
  operation: 'ADD_FUNDS' | 'WITHDRAW_FUNDS';
  reference: string;
  channel: string;
  observations: string | null;
  currency: string | undefined;
  customKeys: Record<string, unknown> | undefined;
}

/** `POST` and `PUT /cards/{cardId}/funds`: the issuer's money operations, each with a body of its own (wallet/assign-funds). */
export function fundsRoutes(app: FastifyInstance, world: World): void {
  const operate = (
    request: FastifyRequest,
    reply: FastifyReply,
    read: (check: InputCheck) => FundsInput,
  ): FastifyReply => {
    const merchant = walletApplication(world, request);
    const card = reachableCard(world, { merchant }, readId(request.params, 'cardId'));
    const check = new InputCheck(request.body);
    const input = read(check);
    check.throwIfInvalid();
    return reply.send({ success: true, message: 'Funds operation done', data: apply(world, card, input) });
  };

  app.post('/cards/:cardId/funds', (request, reply) => operate(request, reply, readPost));
  app.put('/cards/:cardId/funds', (request, reply) => operate(request, reply, readPut));
}

// The two bodies share these; `FundsOperationDto` adds the channel, `CardAssingFundsDto` the observations.
function readShared(check: InputCheck): Pick<FundsInput, 'amount' | 'operation' | 'reference' | 'currency'> {
  return {
    amount: check.positiveAmount('amount'),
    operation: check.oneOf('operation', ['ADD_FUNDS', 'WITHDRAW_FUNDS']),
    reference: check.present('reference'),
    currency: check.optionalText('currency', CURRENCY),
  };
}

function readPost(check: InputCheck): FundsInput {
  return {
    ...readShared(check),
    channel: check.present('channel'),
    observations: check.optionalText('description', MAX_DESCRIPTION) ?? null,
    customKeys: check.optionalRecord('customKeys'),
  };
}

function readPut(check: InputCheck): FundsInput {
  const observations = check.anything('observations') ?? null;
  return { ...readShared(check), channel: 'webService', observations, customKeys: undefined };
}

// All or nothing: every refusal comes before the first change.
function apply(world: World, card: Card, input: FundsInput): object {
  const { amount, operation, reference, channel, observations, customKeys } = input;
  const used = [...world.state.cardTransfers.values()].some((transfer) => transfer.reference === reference);
  if (used) throw businessRefusal('7006', 'The reference already exists');
  if (card.status === 'blocked' || card.status === 'closed')
    throw businessRefusal('7213', `The card is ${card.status}`);
  const adds = operation === 'ADD_FUNDS';
  if (!adds && amount.isMoreThan(card.balance)) throw businessRefusal('7303', 'Insufficient funds');
  const transfer = moveMoney(world.state, adds ? { to: card } : { from: card }, {
    type: adds ? 'topUp' : 'withdrawal',
    amount,
    currency: card.currency,
    channel,
    reference,
    observations,
    customKeys,
    createdAt: world.clock.isoNow(),
  });
  const { cardId, balance, currency } = card;
  return { id: transfer.id, cardId, operation, amount, balance, currency, reference, status: transfer.status };
}
