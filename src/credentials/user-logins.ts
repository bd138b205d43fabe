import { Injectable } from '@nestjs/common';
import type { ApplicationTokenClient } from '../clients/migo/application-token.client.js';
import type { TokenOutcome } from '../clients/migo/token-outcome.js';
import type { PartnerSettings } from '../config/sections/partner.settings.js';
import { ApplicationTokens } from './application-tokens.js';
import { RenewedInVain } from './renewed-in-vain.js';

export interface UserLogin {
  partner: PartnerSettings;
  /** Client of the upstream where the user logs in. */
  client: ApplicationTokenClient;
  send: (applicationToken: string) => Promise<TokenOutcome>;
}

/** Logs users in, which takes the application's token. */
@Injectable()
export class UserLogins {
  private readonly inVain = new RenewedInVain();

  constructor(private readonly applications: ApplicationTokens) {}

  /** @throws Problem `credential_unavailable`, `upstream_refused_credential` where there is no application token */
  async send({ partner, client, send }: UserLogin): Promise<TokenOutcome> {
    const token = await this.applications.token(partner, client);
    const outcome = await send(token);
    if (!speaksOfToken(outcome) || this.inVain.has(client.upstream, token)) return outcome;
    const renewed = await this.applications.token(partner, client, token);
    const again = await send(renewed);
    // A refusal that a fresh token does not mend may be about the login.
    if (speaksOfToken(again)) this.inVain.add(client.upstream, renewed);
    return again;
  }
}

/** A refusal that speaks of a token means the application's, not the password. */
function speaksOfToken(outcome: TokenOutcome): boolean {
  return outcome.kind === 'refused' && /token/i.test(outcome.text);
}
