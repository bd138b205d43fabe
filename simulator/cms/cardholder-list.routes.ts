import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { pageOf, readPage } from '../http/page.js';
import type { Cardholder } from '../state/cardholders.js';
import type { World } from '../world.js';
import { cardholderView } from './cardholder-view.js';
import { requirePermission, signedInOperator } from './cms-caller.js';

const SORT_FIELDS = ['createdAt', 'name', 'lastName', 'email', 'phoneNumber', 'documentNumber', 'status'] as const;

/** `GET /app/partners/{partnerId}/cardholders` (cms-api/cardholders). */
export function cardholderListRoutes(app: FastifyInstance, world: World): void {
  app.get<{ Params: { partnerId: string } }>('/app/partners/:partnerId/cardholders', (request, reply) => {
    const { partnerId } = request.params;
    const operator = signedInOperator(world, request);
    requirePermission(operator, partnerId, { resource: 'cardholders', action: 'list' });

    const check = new InputCheck(request.query);
    const page = readPage(check);
    const searchText = check.anything('searchText');
    const sortBy = SORT_FIELDS.find((field) => field === check.anything('sortBy')) ?? 'createdAt';
    const direction = check.anything('sortOrder')?.toLowerCase() === 'asc' ? 1 : -1;
    const found = [...world.state.cardholders.values()]
      .filter((holder) => holder.partnerId === partnerId && matches(holder, searchText))
      .sort((a, b) => direction * compare(a[sortBy], b[sortBy]));
    const data = pageOf(found, page, (holder) => cardholderView(world.state, holder));
    return reply.send({ success: true, message: 'Cardholders found', data });
  });
}

function matches(holder: Cardholder, searchText: string | undefined): boolean {
  if (searchText === undefined) return true;
  const wanted = fold(searchText.trim());
  const { email, phoneNumber, documentNumber, name, lastName } = holder;
  return [email, phoneNumber, documentNumber, `${name} ${lastName}`].some((text) => fold(text).includes(wanted));
}

// "maria" finds "María".
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
