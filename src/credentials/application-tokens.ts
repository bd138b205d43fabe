import { Injectable } from '@nestjs/common';
import type { ApplicationTokenClient } from '../clients/migo/application-token.client.js';
import type { PartnerSettings } from '../config/partner.settings.js';
import { LabelTrie } from '../common/label-trie.js';
import type { TokenSource } from './token-source.js';
import { TokenVault } from './token-vault.js';

/** A refresh token lives for 7 days at Migo; an older record is of no use. */
const RECORD_TTL_MS = 604_800_000;

/** Application tokens: one record per partner and upstream, shared by all sessions and replicas. */
@Injectable()
export class ApplicationTokens {
  private readonly sources = new LabelTrie<TokenSource>();

  constructor(private readonly vault: TokenVault) {}

  /** @throws Problem `upstream_not_configured`, and those of the vault */
  async token(partner: PartnerSettings, client: ApplicationTokenClient, rejected?: string): Promise<string> {
    return this.vault.accessToken(this.source(partner, client), rejected);
  }

  private source(partner: PartnerSettings, client: ApplicationTokenClient): TokenSource {
    const known = this.sources.with(partner.id).with(client.upstream);
    // A partner that cannot log in is told so at once, and not by way of the store.
    if (known.value === undefined) client.loginBody(partner);
    return (known.value ??= {
      id: `application:${partner.id}:${client.upstream}`,
      upstream: client.upstream,
      login: () => client.login(partner),
      refresh: (refreshToken) => client.refresh(refreshToken),
      ttlMs: () => RECORD_TTL_MS,
    });
  }
}
