import { Injectable } from '@nestjs/common';
import type { ApplicationTokenClient } from '../clients/migo/application-token.client.js';
import type { TokenOutcome } from '../clients/migo/token-outcome.js';
import type { PartnerSettings } from '../config/partner.settings.js';
import { ApplicationTokens } from './application-tokens.js';

export interface UserLogin {
  partner: PartnerSettings;
  /** Of the upstream where the user logs in. */
  client: ApplicationTokenClient;
  send: (applicationToken: string) => Promise<TokenOutcome>;
}

/** Logs users in, which takes the application's token. */
@Injectable()
export class UserLogins {
  constructor(private readonly applications: ApplicationTokens) {}

  /** @throws Problem `credential_unavailable`, `upstream_refused_credential` where there is no application token */
  async send({ partner, client, send }: UserLogin): Promise<TokenOutcome> {
    const token = await this.applications.token(partner, client);
    const outcome = await send(token);
    // A refusal that speaks of a token means the application's, not the password.
    if (outcome.kind !== 'refused' || !/token/i.test(outcome.text)) return outcome;
    return send(await this.applications.token(partner, client, token));
  }
}
