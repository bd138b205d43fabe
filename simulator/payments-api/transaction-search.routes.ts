import type { FastifyInstance } from 'fastify';
import { InputCheck, isCalendarDate } from '../http/input-check.js';
import { pageOf, readPage } from '../http/page.js';
import type { Transaction } from '../state/transactions.js';
import { applicationCaller } from '../tokens/application-caller.js';
import type { World } from '../world.js';

const LAST_MS_OF_DAY = 86_400_000 - 1;

/** `GET /transactions`, the newest first. `from` and `to` are dates (UTC, `to` to its end) or date-times. */
export function transactionSearchRoutes(app: FastifyInstance, world: World): void {
  app.get('/transactions', (request, reply) => {
    applicationCaller(world, 'payments', request);
    const check = new InputCheck(request.query);
    const page = readPage(check);
    const from = readTime(check, 'from', 0) ?? -Infinity;
    const to = readTime(check, 'to', LAST_MS_OF_DAY) ?? Infinity;
    const wanted = {
      status: check.anything('status'),
      reference: check.anything('reference'),
      uid: check.anything('uid'),
    };

    const found = [...world.state.transactions.values()]
      .filter((transaction) => {
        const time = Date.parse(transaction.createdAt);
        return time >= from && time <= to && isWanted(transaction, wanted);
      })
      .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    return reply.send({ success: true, data: pageOf(found, page, view) });
  });
}

type Wanted = Record<'status' | 'reference' | 'uid', string | undefined>;

function isWanted(transaction: Transaction, wanted: Wanted): boolean {
  return (
    (wanted.status === undefined || transaction.status === wanted.status) &&
    (wanted.reference === undefined || transaction.reference === wanted.reference) &&
    (wanted.uid === undefined || transaction.uid === wanted.uid)
  );
}

function readTime(check: InputCheck, field: string, addToDate: number): number | undefined {
  const text = check.anything(field);
  if (text === undefined) return undefined;
  const time = isCalendarDate(text) ? Date.parse(text) + addToDate : Date.parse(text.includes('T') ? text : '');
  // No filter is documented, so that none is refused.
  return Number.isNaN(time) ? undefined : time;
}

function view(transaction: Transaction): Omit<Transaction, 'surface'> {
  const { uid, client, userId, reference, status, amount, currency, paymentMethod, createdAt } = transaction;
  return { uid, client, userId, reference, status, amount, currency, paymentMethod, createdAt };
}
