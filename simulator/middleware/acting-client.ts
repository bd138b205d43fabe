import { randomBytes } from 'node:crypto';
import { forbidden } from '../http/refusal.js';
import type { Client } from '../state/clients.js';
import type { World } from '../world.js';

/** The client a merchant acts for; a token was issued together with its slug, so another merchant's is refused. */
export function actingClient(world: World, merchant: string, slug: string): Client {
  const client = world.state.clients.get(slug);
  if (client?.merchant !== merchant) throw forbidden(`The client ${slug} does not belong to this token`);
  return client;
}

/** `trx_` and 12 characters, as in the samples. */
export function newTransactionUid(): string {
  return `trx_${randomBytes(6).toString('hex')}`;
}
