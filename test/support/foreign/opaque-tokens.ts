import { randomBytes } from 'node:crypto';
import { mustNotBeLogged } from '../logged-secrets.js';
import { Refused } from './foreign-server.js';

export type TokenKind = 'application' | 'user';

export interface Issued {
  accessToken: string;
  refreshToken: string;
  /** Unix seconds. */
  accessEnds: number;
  refreshEnds: number;
}

interface Grant extends Issued {
  kind: TokenKind;
  subject: string;
  spent: boolean;
  /** Shared by all tokens that descend from one login. */
  family: { ended: boolean };
}

/** Tokens that say nothing about themselves. A refresh token works once; a spent one that comes back ends its family. */
export class OpaqueTokens {
  accessSeconds = 1800;
  refreshSeconds = 604_800;
  /** Unix seconds at which every access token ends, whenever it was issued; by default each lives for `accessSeconds`. */
  accessEnd: number | undefined;
  /** How often a spent refresh token came back. */
  replays = 0;
  /** By access token and by refresh token. */
  private readonly grants = new Map<string, Grant>();

  /** `note` gets every token, by default to look for it in logs. */
  constructor(private readonly note: (...tokens: string[]) => void = mustNotBeLogged) {}

  issue(kind: TokenKind, subject: string, family = { ended: false }): Issued {
    const now = Date.now() / 1000;
    const grant: Grant = {
      accessToken: `at-${randomBytes(24).toString('hex')}`,
      refreshToken: `rt-${randomBytes(24).toString('hex')}`,
      accessEnds: Math.floor(this.accessEnd ?? now + this.accessSeconds),
      refreshEnds: Math.floor(now + this.refreshSeconds),
      kind,
      subject,
      spent: false,
      family,
    };
    this.note(grant.accessToken, grant.refreshToken);
    this.grants.set(grant.accessToken, grant).set(grant.refreshToken, grant);
    return grant;
  }

  refresh(kind: TokenKind, refreshToken: string): Issued {
    const grant = this.grantOf(kind, refreshToken);
    if (grant?.spent === true) {
      this.replays += 1;
      grant.family.ended = true;
    }
    if (grant === undefined || grant.family.ended || grant.refreshEnds <= Date.now() / 1000) {
      throw new Refused(401, 'TOKEN_REFUSED', 'log in again');
    }
    grant.spent = true;
    return this.issue(kind, grant.subject, grant.family);
  }

  /** Whose token a header carries. Anything but `Bearer <token>` is refused. */
  subjectOf(kind: TokenKind, header: string | string[] | undefined): string {
    const token = typeof header === 'string' ? /^Bearer (\S+)$/.exec(header)?.[1] : undefined;
    const grant = this.grantOf(kind, token);
    if (grant === undefined || grant.family.ended || grant.accessEnds <= Date.now() / 1000) {
      throw new Refused(401, 'TOKEN_EXPIRED', `the ${kind} token is expired or unknown`);
    }
    return grant.subject;
  }

  /** Of an application or of a user. */
  subjectOfAnyKind(header: string | undefined): string {
    const kind = this.grants.get(header?.slice('Bearer '.length) ?? '')?.kind ?? 'application';
    return this.subjectOf(kind, header);
  }

  /** Ends every access token without telling anybody. Refresh tokens stay good. */
  expireAccess(kind?: TokenKind): void {
    for (const grant of this.grants.values()) if (grant.kind === (kind ?? grant.kind)) grant.accessEnds = 0;
  }

  private grantOf(kind: TokenKind, token: string | undefined): Grant | undefined {
    const grant = this.grants.get(token ?? '');
    return grant?.kind === kind ? grant : undefined;
  }
}
