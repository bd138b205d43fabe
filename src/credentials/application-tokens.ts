import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ApplicationTokenClient } from '../clients/migo/application-token.client.js';
import type { PartnerSettings } from '../config/sections/partner.settings.js';
import type { UpstreamName } from '../config/sections/upstream.settings.js';
import type { TokenSource } from './token-source.js';
import { TokenVault } from './token-vault.js';

/** A refresh token lives for 7 days at Migo; an older record is of no use. */
const RECORD_TTL_MS = 604_800_000;

/** Application tokens: one record per partner and upstream, shared by all sessions and replicas. */
@Injectable()
export class ApplicationTokens {
  /** Token sources by the partner's settings: with others in their place, another login is made. */
  private readonly sources = new WeakMap<PartnerSettings, Map<UpstreamName, TokenSource>>();

  constructor(private readonly vault: TokenVault) {}

  /** @throws Problem `upstream_not_configured` */
  readyToken(partner: PartnerSettings, client: ApplicationTokenClient): string | undefined {
    return this.vault.readyToken(this.source(partner, client));
  }

  /** @throws Problem `upstream_not_configured`, and those of the vault */
  async token(partner: PartnerSettings, client: ApplicationTokenClient, rejected?: string): Promise<string> {
    return this.vault.accessToken(this.source(partner, client), rejected);
  }

  private source(partner: PartnerSettings, client: ApplicationTokenClient): TokenSource {
    const ofPartner = this.sources.get(partner) ?? new Map<UpstreamName, TokenSource>();
    const known = ofPartner.get(client.upstream);
    if (known !== undefined) return known;
    // A partner that cannot log in is told so at once, and not by way of the store.
    client.loginBody(partner);
    const source: TokenSource = {
      id: `application:${partner.id}:${client.upstream}:${loginTag(partner)}`,
      upstream: client.upstream,
      login: () => client.login(partner),
      refresh: (refreshToken) => client.refresh(refreshToken),
      ttlMs: () => RECORD_TTL_MS,
    };
    this.sources.set(partner, ofPartner.set(client.upstream, source));
    return source;
  }
}

/** Another login in the settings means other tokens: those of the former one must not live on. */
function loginTag({ merchant, privateKey, signaturePayload }: PartnerSettings): string {
  return hash('sha256', JSON.stringify([merchant, privateKey, signaturePayload]), 'hex').slice(0, 16);
}
