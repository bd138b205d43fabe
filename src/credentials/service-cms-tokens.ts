import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CmsClient } from '../clients/cms/cms.client.js';
import type { Tokens } from '../clients/migo/token-outcome.js';
import type { PartnerSettings } from '../config/sections/partner.settings.js';
import type { CmsUserSettings } from '../config/sections/partners/service-client.settings.js';
import { Problem } from '../problems/problem.js';
import type { TokenSource } from './token-source.js';
import { TokenVault } from './token-vault.js';
import { UserLogins } from './user-logins.js';

/** A refresh token lives for 7 days at Migo; an older record is of no use. */
const RECORD_TTL_MS = 604_800_000;
/** A wrong password in the settings must not be tried so often that the CMS locks the account. */
const REFUSED_PAUSE_MS = 60_000;

/** The CMS tokens of service clients, each from the login of the client's CMS user: one record per client, shared by all replicas. */
@Injectable()
export class ServiceCmsTokens {
  /** By the partner's settings: a password that was replaced is used by the next login. */
  private readonly sources = new WeakMap<PartnerSettings, Map<string, TokenSource>>();

  constructor(
    private readonly vault: TokenVault,
    private readonly cms: CmsClient,
    private readonly logins: UserLogins,
  ) {}

  /** @throws Problem `upstream_not_configured` where the client has no CMS user */
  readyToken(partner: PartnerSettings, clientId: string): string | undefined {
    return this.vault.readyToken(this.source(partner, clientId));
  }

  /** @throws Problem `upstream_not_configured` where the client has no CMS user, and those of the vault */
  token(partner: PartnerSettings, clientId: string, rejected?: string): Promise<string> {
    return this.vault.accessToken(this.source(partner, clientId), rejected);
  }

  /**
   * Puts those of an elevated session in place of the client's, which all its tokens of this gateway share.
   *
   * @throws Problem `credential_unavailable`
   */
  replace(partner: PartnerSettings, clientId: string, tokens: Tokens): Promise<void> {
    return this.vault.replace(this.source(partner, clientId), tokens);
  }

  /** @throws Problem `upstream_not_configured` */
  user(partner: PartnerSettings, clientId: string): CmsUserSettings {
    const user = partner.clients.find(({ id }) => id === clientId)?.cmsUser;
    if (user !== undefined) return user;
    throw new Problem('upstream_not_configured', { upstream: 'cms', detail: 'The service client has no CMS user.' });
  }

  private source(partner: PartnerSettings, clientId: string): TokenSource {
    const ofPartner = this.sources.get(partner) ?? new Map<string, TokenSource>();
    const known = ofPartner.get(clientId);
    if (known !== undefined) return known;
    const user = this.user(partner, clientId);
    const { email, password } = user;
    const source: TokenSource = {
      id: recordId(partner, clientId, user),
      upstream: 'cms',
      login: () =>
        this.logins.send({
          partner,
          client: this.cms,
          send: (applicationToken) => this.cms.serviceLogin({ email, password }, applicationToken),
        }),
      refusedPauseMs: REFUSED_PAUSE_MS,
      refresh: (refreshToken) => this.cms.operatorRefresh(refreshToken),
      ttlMs: () => RECORD_TTL_MS,
    };
    this.sources.set(partner, ofPartner.set(clientId, source));
    return source;
  }
}

/** Another CMS user in the settings means other tokens: those of the former one must not live on. */
function recordId({ id }: PartnerSettings, clientId: string, { email }: CmsUserSettings): string {
  return `client:${id}:${clientId}:${hash('sha256', email, 'hex').slice(0, 16)}:cms`;
}
