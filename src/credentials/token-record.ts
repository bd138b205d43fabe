import { hash } from 'node:crypto';
import { isRecord, numberField, textField } from '../common/json.js';
import type { Tokens } from '../clients/migo/token-outcome.js';
import { sharedClock } from '../storage/shared-clock.js';

/** Tokens as they are stored. */
export type TokenRecord =
  | {
      state: 'active';
      tokens: Tokens;
      /** The refresh token was sent and no answer came: it may be spent. It is sent again only once nothing is left to lose. */
      inDoubt?: true;
    }
  /** Written before a refresh leaves, by a renewal that is named. Found by the next owner of the lease, it means: the outcome is not known. */
  | { state: 'refreshing'; tokens: Tokens; by: string }
  /** Migo has definitely refused to go on; only a new login helps. */
  | { state: 'reauth_required' };

export type TokenState = TokenRecord['state'] | 'absent';

const MAX_SKEW_MS = 10_000;
const EARLY_MS = 30_000;
/** Tokens that were issued together are refreshed over at least so long, where a quarter of their life allows it. */
const SPREAD_MS = 15_000;

export function tokensOf(record: TokenRecord | undefined): Tokens | undefined {
  return record === undefined || record.state === 'reauth_required' ? undefined : record.tokens;
}

/** Whether a token may still be sent: 10 s before its end (less for short lives) it may not. */
export function isUsable({ accessExpiresAt, accessLifeMs }: Tokens, now = sharedClock.now()): boolean {
  return now < accessExpiresAt - Math.min(MAX_SKEW_MS, accessLifeMs / 10);
}

/** Whether a record is to be renewed although its token may still be sent. */
export function wantsRenewal(record: TokenRecord | undefined, now = sharedClock.now()): boolean {
  const tokens = tokensOf(record);
  const isInDoubt = record?.state === 'active' && record.inDoubt === true;
  return tokens !== undefined && !isInDoubt && isDue(tokens, now);
}

/** Whether a refresh in the background is due: the last 20 % of life, at least 30 s and at most half of it, less a jitter. */
export function isDue({ accessExpiresAt, accessLifeMs, accessToken }: Tokens, now = sharedClock.now()): boolean {
  const latest = accessExpiresAt - Math.min(Math.max(EARLY_MS, accessLifeMs * 0.2), accessLifeMs / 2);
  const spread = Math.max(accessLifeMs * 0.1, Math.min(SPREAD_MS, accessLifeMs / 4));
  return now >= latest - spread && now >= latest - jitterOf(accessToken) * spread;
}

/** Between 0 and 1, the same for one token on every replica, so that tokens issued together are not refreshed together. */
function jitterOf(token: string): number {
  // A good hash: tokens may be as alike as numbers in a row.
  return hash('sha256', token, 'buffer').readUInt32BE() / 2 ** 32;
}

export function parseTokenRecord(value: unknown): TokenRecord | undefined {
  const state = textField(value, 'state');
  if (state === 'reauth_required') return { state };
  if (state !== 'active' && state !== 'refreshing') return undefined;
  const tokens = parseTokens(isRecord(value) ? value['tokens'] : undefined);
  if (tokens === undefined) return undefined;
  if (state === 'refreshing') return { state, tokens, by: textField(value, 'by') ?? '' };
  return { state, tokens, ...(isRecord(value) && value['inDoubt'] === true && { inDoubt: true }) };
}

function parseTokens(value: unknown): Tokens | undefined {
  const accessToken = textField(value, 'accessToken');
  const accessExpiresAt = numberField(value, 'accessExpiresAt');
  const accessLifeMs = numberField(value, 'accessLifeMs');
  if (accessToken === undefined || accessExpiresAt === undefined || accessLifeMs === undefined) return undefined;
  const refreshToken = textField(value, 'refreshToken');
  const refreshExpiresAt = numberField(value, 'refreshExpiresAt');
  return {
    accessToken,
    accessExpiresAt,
    accessLifeMs,
    ...(refreshToken !== undefined && { refreshToken }),
    ...(refreshExpiresAt !== undefined && { refreshExpiresAt }),
  };
}
