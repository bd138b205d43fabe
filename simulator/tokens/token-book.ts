import { randomBytes } from 'node:crypto';
import type { VirtualClock } from '../clock.js';
import { tokenExpired, unauthorized } from '../http/refusal.js';
import type { Upstream } from '../upstream.js';
import { AccessJwtSigner } from './access-jwt.js';

/** Lifetimes of support/faq. */
const ACCESS_SECONDS = 30 * 60;
const REFRESH_SECONDS = 7 * 24 * 3600;

export const TOKEN_KINDS = ['application', 'user'] as const;
type TokenKind = (typeof TOKEN_KINDS)[number];

export interface TokenScope {
  upstream: Upstream;
  kind: TokenKind;
}

/** Absent parts select all. */
export type TokenSelection = { [Part in keyof TokenScope]: TokenScope[Part] | undefined };

export interface TokenHolder extends TokenScope {
  /** The merchant slug, or the id of the operator or wallet user. */
  subject: string;
}

/** What every login and refresh answers inside `data`; expiries in Unix seconds. */
export interface TokenAnswer {
  accessToken: string;
  refreshToken: string;
  expirationToken: number;
  expirationRefreshToken: number;
}

/** All tokens that descend from one login. */
interface Family {
  ended: boolean;
}

interface Grant {
  holder: TokenHolder;
  family: Family;
  accessExpiresAt: number;
  refreshExpiresAt: number;
  refreshed: boolean;
}

/** Issues, checks and rotates tokens. An access token is good only as issued here, so altered ones are unknown ones. */
export class TokenBook {
  readonly #clock: VirtualClock;
  readonly #signer = new AccessJwtSigner();
  readonly #byAccess = new Map<string, Grant>();
  readonly #byRefresh = new Map<string, Grant>();
  /** Of access tokens that are issued from now on. */
  accessSeconds = ACCESS_SECONDS;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  get issuedCount(): number {
    return this.#byAccess.size;
  }

  issue(holder: TokenHolder): TokenAnswer {
    return this.#grant(holder, { ended: false });
  }

  /** A refresh token works once. A spent one that comes back may have been stolen: its whole family ends. */
  refresh(scope: TokenScope, refreshToken: string): TokenAnswer {
    const grant = this.#byRefresh.get(refreshToken);
    if (!grant || !isWithin(grant.holder, scope)) throw unauthorized('The refresh token is unknown');
    if (grant.refreshed) grant.family.ended = true;
    if (grant.family.ended) throw unauthorized('The refresh token was already used; log in again');
    if (this.#isPast(grant.refreshExpiresAt)) throw unauthorized('The refresh token has expired; log in again');
    grant.refreshed = true;
    return this.#grant(grant.holder, grant.family);
  }

  verify(scope: TokenScope, accessToken: string): TokenHolder {
    const grant = this.#byAccess.get(accessToken);
    const valid = grant && isWithin(grant.holder, scope) && !grant.family.ended && !this.#isPast(grant.accessExpiresAt);
    if (!valid) throw tokenExpired(`The ${scope.kind} access token is expired or unknown`);
    return grant.holder;
  }

  /** For routes that applications and users may call. */
  verifyAnyKind(upstream: Upstream, accessToken: string): TokenHolder {
    const kind = this.#byAccess.get(accessToken)?.holder.kind ?? 'application';
    return this.verify({ upstream, kind }, accessToken);
  }

  /** Ends the access tokens issued so far; their refresh tokens stay valid. Returns how many were still good. */
  expireAccessTokens(selection: TokenSelection): number {
    let expired = 0;
    for (const grant of this.#byAccess.values()) {
      if (selection.upstream !== undefined && grant.holder.upstream !== selection.upstream) continue;
      if (selection.kind !== undefined && grant.holder.kind !== selection.kind) continue;
      if (this.#isPast(grant.accessExpiresAt)) continue;
      grant.accessExpiresAt = 0;
      expired += 1;
    }
    return expired;
  }

  clear(): void {
    this.accessSeconds = ACCESS_SECONDS;
    this.#byAccess.clear();
    this.#byRefresh.clear();
  }

  #grant(holder: TokenHolder, family: Family): TokenAnswer {
    const issuedAt = this.#clock.nowSeconds();
    const accessExpiresAt = issuedAt + this.accessSeconds;
    const refreshExpiresAt = issuedAt + REFRESH_SECONDS;
    const accessToken = this.#signer.sign({
      subject: holder.subject,
      audience: holder.upstream,
      kind: holder.kind,
      issuedAt,
      expiresAt: accessExpiresAt,
    });
    const refreshToken = `rt_${randomBytes(32).toString('base64url')}`;
    const grant: Grant = { holder, family, accessExpiresAt, refreshExpiresAt, refreshed: false };
    this.#byAccess.set(accessToken, grant);
    this.#byRefresh.set(refreshToken, grant);
    return {
      accessToken,
      refreshToken,
      expirationToken: accessExpiresAt,
      expirationRefreshToken: refreshExpiresAt,
    };
  }

  #isPast(expiresAt: number): boolean {
    return this.#clock.nowSeconds() >= expiresAt;
  }
}

function isWithin(holder: TokenHolder, scope: TokenScope): boolean {
  return holder.upstream === scope.upstream && holder.kind === scope.kind;
}
