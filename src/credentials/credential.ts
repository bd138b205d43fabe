import type { SessionKind } from '../common/caller-kinds.js';
import type { PartnerSettings } from '../config/sections/partner.settings.js';

/** On whose behalf an upstream is called. Every caller is one. */
export type CredentialOwner = { partner: PartnerSettings } & (
  { kind: SessionKind; sessionId: string } | { kind: 'service'; clientId: string } | { kind: 'public' }
);

/** What is sent upstream to prove who is calling. */
export interface Credential {
  headers: Readonly<Record<string, string>>;
  /** Members of the JSON body, where Migo wants the keys there. */
  body?: Readonly<Record<string, string>>;
}

/** What Migo said when it refused a credential with 401. */
export interface RefusedCredential {
  /** With which the call was first made. What differs from it in `sent` has been renewed already. */
  first: Credential;
  sent: Credential;
  /** Codes and messages of the answer, for hints only. */
  text: string;
  /** Whether the token in this header was renewed for the same place a moment ago: another one would be refused there, too. */
  isSpared: (header: string) => boolean;
}

export interface CredentialSource {
  /** What `get` gives, where this process has it at hand: in the steady state nothing is waited for. */
  ready(owner: CredentialOwner): Credential | undefined;
  /** @throws Problem `credential_unavailable`, `session_expired`, `upstream_refused_credential`, `upstream_not_configured` */
  get(owner: CredentialOwner): Promise<Credential>;
  /** A credential to repeat the call with; undefined where nothing is left to be renewed. Each token is renewed once a call. */
  renew(owner: CredentialOwner, refusal: RefusedCredential): Promise<Credential | undefined>;
}

export function bearer(token: string): string {
  return `Bearer ${token}`;
}

/** The token inside a header that `bearer` made. */
export function tokenIn(header: string | undefined): string | undefined {
  return header?.startsWith('Bearer ') === true ? header.slice('Bearer '.length) : undefined;
}
