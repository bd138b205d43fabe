import { type QuotaGrant, StoreUnavailableError } from '../key-value-store.js';

export function leaseKey(key: string): string {
  return `lease:${key}`;
}

export function indexKey(key: string): string {
  return `index:${key}`;
}

export function countKey(key: string): string {
  return `count:${key}`;
}

/** @throws StoreUnavailableError where it is not what the scripts return */
export function readCounts(reply: unknown): QuotaGrant {
  const [count, leftMs, granted = 0] = Array.isArray(reply) ? reply.map(Number) : [];
  if (count === undefined || leftMs === undefined) throw new StoreUnavailableError(new Error('no count'));
  return { count, leftMs, granted };
}

export function isOne(reply: unknown): boolean {
  return reply === 1;
}
