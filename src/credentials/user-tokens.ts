import { LRUCache } from 'lru-cache';
import type { SessionKind } from '../common/caller-kinds.js';
import type { TokenOutcome, Tokens } from '../clients/migo/token-outcome.js';
import { sessionLimitsOf } from '../config/sections/session.settings.js';
import type { Settings } from '../config/settings.js';
import type { UpstreamName } from '../config/sections/upstream.settings.js';
import { type TokenState, tokensOf } from './token-record.js';
import type { TokenSource } from './token-source.js';
import type { TokenVault } from './token-vault.js';
import { atMost } from '../common/growing-cache.js';

/** Token sources kept for sessions in use; those of others are made anew. */
const MAX_SOURCES = 10_000;

interface Issuer {
  kind: SessionKind;
  upstream: UpstreamName;
  refresh: (refreshToken: string) => Promise<TokenOutcome>;
}

/** A user's own tokens at the one upstream that issued them: one record per session, gone with it. */
export abstract class UserTokens {
  private readonly sources = new LRUCache<string, TokenSource>(atMost(MAX_SOURCES));

  protected constructor(
    private readonly vault: TokenVault,
    private readonly settings: Settings,
    private readonly issuer: Issuer,
  ) {}

  get upstream(): UpstreamName {
    return this.issuer.upstream;
  }

  readyToken(sessionId: string): string | undefined {
    return this.vault.readyToken(this.source(sessionId));
  }

  token(sessionId: string, rejected?: string): Promise<string> {
    return this.vault.accessToken(this.source(sessionId), rejected);
  }

  keep(sessionId: string, tokens: Tokens): Promise<void> {
    return this.vault.keep(this.source(sessionId), tokens);
  }

  /** @throws Problem `credential_unavailable` */
  replace(sessionId: string, tokens: Tokens): Promise<void> {
    return this.vault.replace(this.source(sessionId), tokens);
  }

  async state(sessionId: string): Promise<TokenState> {
    return (await this.vault.stored(this.recordId(sessionId)))?.state ?? 'absent';
  }

  /** As they are, without a renewal. */
  async stored(sessionId: string): Promise<Tokens | undefined> {
    return tokensOf(await this.vault.stored(this.recordId(sessionId)));
  }

  /** Moves the end of the tokens to `ttlMs` from now. */
  extend(sessionId: string, ttlMs: number): Promise<void> {
    return this.vault.extend(this.recordId(sessionId), ttlMs);
  }

  forget(sessionId: string): Promise<void> {
    return this.vault.forget([this.recordId(sessionId)]);
  }

  /** Calls with the id of every session whose tokens some replica forgets. */
  onForget(listener: (sessionId: string) => void): void {
    this.vault.onForget((id) => {
      const [, sessionId = ''] = id.split(':');
      if (id === this.recordId(sessionId)) listener(sessionId);
    });
  }

  private source(sessionId: string): TokenSource {
    const known = this.sources.get(sessionId);
    if (known !== undefined) return known;
    const source: TokenSource = {
      id: this.recordId(sessionId),
      upstream: this.issuer.upstream,
      refresh: this.issuer.refresh,
      ttlMs: () => sessionLimitsOf(this.settings.sessions, this.issuer.kind).idleSeconds * 1000,
    };
    this.sources.set(sessionId, source);
    return source;
  }

  private recordId(sessionId: string): string {
    return `session:${sessionId}:${this.issuer.upstream}`;
  }
}
