import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { atMost } from '../common/growing-cache.js';

/** How long a place is not renewed for again, in milliseconds. */
const HELD_MS = 30_000;
const MAX_HELD = 10_000;

/**
 * Tokens that were renewed because of a place, and that it has not taken since. A place that refuses a fresh token too does not mean
 * the token: without this each call there would renew what all callers share. Another token is renewed for it as ever, and what
 * is refused elsewhere too, so that a real revocation is noticed at once.
 */
export class RenewedInVain {
  private readonly held = new LRUCache<string, true>({ ...atMost(MAX_HELD), ttl: HELD_MS });

  has(place: string, token: string): boolean {
    return this.held.has(keyOf(place, token));
  }

  add(place: string, token: string): void {
    this.held.set(keyOf(place, token), true);
  }

  /** The token was taken after all. */
  remove(place: string, token: string): void {
    this.held.delete(keyOf(place, token));
  }
}

function keyOf(place: string, token: string): string {
  return hash('sha256', `${place} ${token}`, 'base64url');
}
