import { decodeJwt } from 'jose';
import { failed, type Finding, ok, warning } from './finding.js';

const DAY_MS = 86_400_000;
const FEW_DAYS = 7;

/** A token of the settings is renewed by nobody: its end should be known before it comes. */
export function checkExpiry(token: string, setting: string, now = Date.now()): Finding {
  const expiresAt = expiryOf(token);
  if (expiresAt === undefined) return ok('names no expiry');
  const day = new Date(expiresAt).toISOString().slice(0, 10);
  const change = `ask Migo for a new token and write it into ${setting}`;
  if (expiresAt <= now) return failed(`has expired (${day})`, change);
  return expiresAt - now < FEW_DAYS * DAY_MS ? warning(`expires on ${day}`, change) : ok(`expires on ${day}`);
}

/** Milliseconds since the epoch. Undefined for a token that is no JWT, or tells nothing. */
function expiryOf(token: string): number | undefined {
  try {
    const { exp } = decodeJwt(token);
    return typeof exp === 'number' && Math.abs(exp) < 1e11 ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
