import { isJson, numberField, textField } from '../clients/json.js';
import type { Tokens } from '../clients/tokens/token-outcome.js';

/** Tokens as they are stored. */
export type TokenRecord =
  | { state: 'active'; tokens: Tokens }
  /** Written before a refresh leaves. Found by the next owner of the lease, it means: the outcome is not known. */
  | { state: 'refreshing'; tokens: Tokens }
  /** Migo has definitely refused to go on; only a new login helps. */
  | { state: 'reauth_required' };

export type TokenState = TokenRecord['state'] | 'absent';

const MAX_SKEW_MS = 10_000;
const EARLY_MS = 30_000;

export function tokensOf(record: TokenRecord | undefined): Tokens | undefined {
  return record === undefined || record.state === 'reauth_required' ? undefined : record.tokens;
}

/** Whether a token may still be sent: 10 s before its end (less for short lives) it may not. */
export function isUsable({ accessExpiresAt, accessLifeMs }: Tokens, now = Date.now()): boolean {
  return now < accessExpiresAt - Math.min(MAX_SKEW_MS, accessLifeMs / 10);
}

/** Whether a refresh in the background is due: the last 20 % of life, at least 30 s and at most half of it, less a jitter. */
export function isDue({ accessExpiresAt, accessLifeMs, accessToken }: Tokens, now = Date.now()): boolean {
  const latest = accessExpiresAt - Math.min(Math.max(EARLY_MS, accessLifeMs * 0.2), accessLifeMs / 2);
  const spread = accessLifeMs * 0.1;
  return now >= latest - spread && now >= latest - jitterOf(accessToken) * spread;
}

/** Between 0 and 1, the same for one token on every replica, so that tokens issued together are not refreshed together. */
function jitterOf(token: string): number {
  let sum = 0;
  for (const char of token.slice(-8)) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 1000;
  return sum / 1000;
}

export function parseTokenRecord(value: unknown): TokenRecord | undefined {
  const state = textField(value, 'state');
  if (state === 'reauth_required') return { state };
  if (state !== 'active' && state !== 'refreshing') return undefined;
  const tokens = parseTokens(isJson(value) ? value['tokens'] : undefined);
  return tokens === undefined ? undefined : { state, tokens };
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
