import { decodeJwt } from 'jose';
import type { UpstreamSettings } from '../../config/sections/upstream.settings.js';
import { numberField, payloadOf, textField } from '../../common/json.js';
import type { Tokens } from './token-outcome.js';

export interface TokenAnswer {
  body: unknown;
  /** `Date` header of the answer (RFC 9110, section 6.6.1). */
  date?: unknown;
  /** When the call began: a token cannot have been issued earlier, so counting from here never overstates its life. */
  calledAt: number;
}

/** Ten years. */
const MAX_LIFE_SECONDS = 315_360_000;

type Lives = Pick<UpstreamSettings, 'accessTokenSeconds' | 'refreshTokenSeconds'>;

/** What a header may carry (RFC 9110, section 5.5). */
const SENDABLE = /^[\t\x20-\x7e\x80-\xff]+$/;

/** Undefined where the answer holds no access token that can be sent. */
export function readTokens({ body, date, calledAt }: TokenAnswer, lives: Lives): Tokens | undefined {
  const payload = payloadOf(body);
  // The tokens may also stand beside a `data` that holds something else.
  const data = textField(payload, 'accessToken') === undefined ? body : payload;
  const accessToken = textField(data, 'accessToken');
  if (accessToken === undefined || !SENDABLE.test(accessToken)) return undefined;
  const claims = claimsOf(accessToken);
  // Expiries are told by Migo's clock; only the difference to "now" on that same clock is worth anything here.
  // A token may have been issued before this call: the later of the two clocks is the better one.
  const upstreamNow = Math.max(claims.iat ?? 0, secondsOf(date) ?? 0) || calledAt / 1000;
  const lifeOf = (expiry: number | undefined, fallback: number): number =>
    (isPlausible((expiry ?? 0) - upstreamNow) ? (expiry ?? 0) - upstreamNow : fallback) * 1000;

  // A token that had ended when it came was made by a clock behind that of the answer: its own two times are left.
  const claimed = (claims.exp ?? 0) - (claims.iat ?? Infinity);
  const fallback = isPlausible(claimed) ? claimed : lives.accessTokenSeconds;
  const accessLifeMs = lifeOf(numberField(data, 'expirationToken') ?? claims.exp, fallback);
  const refreshToken = textField(data, 'refreshToken');
  return {
    accessToken,
    accessLifeMs,
    accessExpiresAt: calledAt + accessLifeMs,
    ...(refreshToken !== undefined && {
      refreshToken,
      refreshExpiresAt: calledAt + lifeOf(numberField(data, 'expirationRefreshToken'), lives.refreshTokenSeconds),
    }),
  };
}

/** An expiry in milliseconds, in the past, or beyond all reason says nothing. */
function isPlausible(seconds: number): boolean {
  return seconds > 0 && seconds <= MAX_LIFE_SECONDS;
}

/** Claims are a hint about time here, not a proof of anything: Migo's signature is Migo's to check. */
function claimsOf(token: string): { iat?: number; exp?: number } {
  try {
    const { iat, exp } = decodeJwt(token);
    return { ...(typeof iat === 'number' && { iat }), ...(typeof exp === 'number' && { exp }) };
  } catch {
    return {};
  }
}

function secondsOf(date: unknown): number | undefined {
  const ms = typeof date === 'string' ? Date.parse(date) : NaN;
  return Number.isNaN(ms) ? undefined : ms / 1000;
}
