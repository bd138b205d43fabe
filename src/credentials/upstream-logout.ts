import { Injectable } from '@nestjs/common';
import { CmsClient } from '../clients/cms/cms.client.js';
import type { Tokens } from '../clients/migo/token-outcome.js';
import { WalletGatewayClient } from '../clients/wallet-gateway/wallet-gateway.client.js';
import type { SessionKind } from '../common/caller-kinds.js';
import type { PartnerSettings } from '../config/sections/partner.settings.js';
import { Settings } from '../config/settings.js';
import { type ContextLogger, Loggers } from '../observability/logger.js';
import { ApplicationTokens } from './application-tokens.js';

/** Calls at once of one process. Those of a great end of sessions beyond them are left out. */
const MAX_AT_ONCE = 32;

interface EndedLogin {
  kind: SessionKind;
  partner: PartnerSettings;
  /** The user's own. */
  tokens: Tokens;
}

/** Tells Migo of a session's end, where the settings have a path for it. Nobody waits for that, and nothing fails with it. */
@Injectable()
export class UpstreamLogout {
  private readonly paths: Readonly<Record<SessionKind, string | undefined>>;
  private readonly logger: ContextLogger;
  private running = 0;

  constructor(
    private readonly cms: CmsClient,
    private readonly wallet: WalletGatewayClient,
    private readonly applications: ApplicationTokens,
    { upstreams }: Settings,
    loggers: Loggers,
  ) {
    this.paths = { operator: upstreams.cms?.paths.operatorLogout, cardholder: upstreams.wallet?.paths.userLogout };
    this.logger = loggers.of(UpstreamLogout.name);
  }

  isOn(kind: SessionKind): boolean {
    return this.paths[kind] !== undefined;
  }

  tell(ended: EndedLogin): void {
    const path = this.paths[ended.kind];
    if (path === undefined || this.running >= MAX_AT_ONCE) return;
    this.running += 1;
    this.send(ended, path)
      .catch((error: unknown) => {
        this.logger.warn({ caller: ended.kind, err: error }, 'Migo was not told of a logout');
      })
      .finally(() => {
        this.running -= 1;
      });
  }

  private async send({ kind, partner, tokens }: EndedLogin, path: string): Promise<void> {
    if (kind === 'cardholder') return this.wallet.userLogout(tokens, path);
    return this.cms.operatorLogout(tokens, path, await this.applications.token(partner, this.cms));
  }
}
