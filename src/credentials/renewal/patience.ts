import { setTimeout as sleep } from 'node:timers/promises';
import type { Tokens } from '../../clients/migo/token-outcome.js';
import { Problem } from '../../problems/problem.js';
import type { TokenSource } from '../token-source.js';

/** How long a caller waits for a token, in milliseconds. The renewal itself goes on. */
export const PATIENCE_MS = 6000;

/** What the renewal brings, where that is within the caller's patience. */
export async function withPatience(renewal: Promise<Tokens>, source: TokenSource): Promise<Tokens> {
  const abandoned = new AbortController();
  const impatience = sleep(PATIENCE_MS, undefined, { signal: abandoned.signal }).then(() => {
    throw unavailable(source);
  });
  try {
    return await Promise.race([renewal, impatience]);
  } finally {
    abandoned.abort();
    impatience.catch(() => undefined);
    renewal.catch(() => undefined);
  }
}

export function unavailable({ upstream }: TokenSource): Problem {
  return new Problem('credential_unavailable', { upstream, headers: { 'retry-after': '1' } });
}
