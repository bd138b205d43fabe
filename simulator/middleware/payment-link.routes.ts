import type { FastifyInstance, FastifyReply } from 'fastify';
import { Decimal } from '../http/decimal.js';
import { InputCheck } from '../http/input-check.js';
import { unauthorized } from '../http/refusal.js';
import { DEMO_BODY_KEYS, DEMO_MERCHANTS } from '../state/seed-merchants.js';
import { merchantOfToken } from '../tokens/merchant-token.js';
import type { World } from '../world.js';
import { actingClient, newTransactionUid } from './acting-client.js';

const CHECKOUT = 'https://sandbox.migopayments.com/';
const FIRST_REFERENCE = 20_000;

/** `POST /transactions` and `POST /transactions-hook`: a payment link, for a backend and for a page without one. */
export function paymentLinkRoutes(app: FastifyInstance, world: World): void {
  app.post('/transactions', (request, reply) => {
    const merchant = merchantOfToken(request);
    const check = new InputCheck(request.body);
    const link = readLink(check);
    check.throwIfInvalid();
    return sendLink(world, reply, { merchant, ...link });
  });

  app.post('/transactions-hook', (request, reply) => {
    const check = new InputCheck(request.body);
    const keys = { publicKey: check.text('publicKey'), privateKey: check.text('privateKey') };
    const link = readLink(check);
    check.throwIfInvalid();
    const known = keys.publicKey === DEMO_BODY_KEYS.publicKey && keys.privateKey === DEMO_BODY_KEYS.privateKey;
    if (!known) throw unauthorized('The keys are unknown');
    return sendLink(world, reply, { merchant: DEMO_MERCHANTS[0]?.slug ?? '', ...link });
  });

  for (const path of ['/transactions', '/transactions-hook']) {
    app.options(path, (_request, reply) =>
      withCors(reply).header('access-control-allow-headers', 'authorization, content-type').code(204).send(),
    );
  }
}

interface LinkInput {
  amount: Decimal;
  userId: string | undefined;
  client: string | undefined;
  currency: string | undefined;
}

// No page says what is required or of which type: only money has a limit of its own.
function readLink(check: InputCheck): LinkInput {
  return {
    amount: check.optionalAmount('amount') ?? new Decimal('0'),
    userId: check.anything('userId'),
    client: check.anything('client'),
    currency: check.anything('currency'),
  };
}

// A bare object, with `URL` in capitals (getting-started/payment-link-quickstart).
function sendLink(world: World, reply: FastifyReply, link: LinkInput & { merchant: string }): FastifyReply {
  const client = actingClient(world, link.merchant, link.client ?? link.merchant);
  const uid = newTransactionUid();
  const number = FIRST_REFERENCE + world.state.sequences.next('link');
  const reference = `${client.slug.toUpperCase()}${String(number).padStart(6, '0')}SB`;
  world.state.transactions.set(uid, {
    uid,
    surface: 'middleware',
    client: client.slug,
    userId: link.userId ?? '',
    reference,
    status: 'created',
    amount: link.amount,
    currency: link.currency ?? client.currency,
    paymentMethod: 'card',
    createdAt: world.clock.isoNow(),
  });
  return withCors(reply)
    .code(201)
    .send({ uid, reference, URL: `${CHECKOUT}?orderId=${uid}` });
}

// On for both routes at service level (getting-started/payment-link-react).
function withCors(reply: FastifyReply): FastifyReply {
  return reply.header('access-control-allow-origin', '*');
}
