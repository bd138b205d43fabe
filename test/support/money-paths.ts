import { DOCUMENTED_ROUTES } from './documented-routes.js';

/** Operations that move money, and so want a key: by the route list, and not by our rows. */
const MONEY = DOCUMENTED_ROUTES.filter(({ notes }) => notes.includes('money')).map(
  ({ operation }) => new RegExp(`^${operation.replace(' ', ' /v1').replaceAll(/\{[A-Za-z]+\}/g, '[^/]+')}$`),
);

function movesMoney(method: string, path: string): boolean {
  const operation = `${method} ${path.split('?')[0] ?? ''}`;
  return MONEY.some((pattern) => pattern.test(operation));
}

/** What a client sends that does not want to pay twice: a new key for each payment. */
export function keyFor(method: string, path: string): Record<string, string> {
  return movesMoney(method, path) ? { 'idempotency-key': crypto.randomUUID() } : {};
}
