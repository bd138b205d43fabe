import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CmsClient } from '../clients/cms/cms.client.js';
import type { Tokens } from '../clients/tokens/token-outcome.js';
import { Settings } from '../config/settings.js';
import type { TokenState } from './token-record.js';
import type { TokenSource } from './token-source.js';
import { TokenVault } from './token-vault.js';

/** Of sessions in use; made anew for any other. */
const MAX_SOURCES = 10_000;

/** The CMS tokens of an operator: one record per session, gone with it. */
@Injectable()
export class OperatorTokens {
  private readonly sources = new LRUCache<string, TokenSource>({ max: MAX_SOURCES });

  constructor(
    private readonly vault: TokenVault,
    private readonly cms: CmsClient,
    private readonly settings: Settings,
  ) {}

  token(sessionId: string, rejected?: string): string | Promise<string> {
    return this.vault.accessToken(this.source(sessionId), rejected);
  }

  keep(sessionId: string, tokens: Tokens): Promise<void> {
    return this.vault.keep(this.source(sessionId), tokens);
  }

  state(sessionId: string): Promise<TokenState> {
    return this.vault.state(recordId(sessionId));
  }

  forget(sessionId: string): Promise<void> {
    return this.vault.forget([recordId(sessionId)]);
  }

  private source(sessionId: string): TokenSource {
    const known = this.sources.get(sessionId);
    if (known !== undefined) return known;
    const source: TokenSource = {
      id: recordId(sessionId),
      upstream: 'cms',
      refresh: (refreshToken) => this.cms.operatorRefresh(refreshToken),
      ttlMs: () => this.settings.sessions.absoluteSeconds * 1000,
    };
    this.sources.set(sessionId, source);
    return source;
  }
}

function recordId(sessionId: string): string {
  return `session:${sessionId}:cms`;
}
