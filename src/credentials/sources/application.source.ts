import type { ApplicationTokenClient } from '../../clients/tokens/application-token.client.js';
import type { PartnerSettings } from '../../config/partner.settings.js';
import type { ApplicationTokens } from '../application-tokens.js';
import {
  bearer,
  type Credential,
  type CredentialOwner,
  type CredentialSource,
  type Refusal,
  tokenIn,
} from '../credential.js';

/** The application's own token, from a signed login. */
export class ApplicationSource implements CredentialSource {
  constructor(
    private readonly tokens: ApplicationTokens,
    private readonly client: ApplicationTokenClient,
    /** Headers that go with the token. */
    private readonly headersOf: (partner: PartnerSettings) => Readonly<Record<string, string>> = () => NONE,
  ) {}

  get({ partner }: CredentialOwner): Credential | Promise<Credential> {
    return this.credential(partner);
  }

  renew({ partner }: CredentialOwner, { first, sent }: Refusal): Credential | Promise<Credential> | undefined {
    return sent === first ? this.credential(partner, tokenIn(sent.headers['authorization'])) : undefined;
  }

  private credential(partner: PartnerSettings, rejected?: string): Credential | Promise<Credential> {
    const token = this.tokens.token(partner, this.client, rejected);
    const credentialOf = (text: string): Credential => ({
      headers: { authorization: bearer(text), ...this.headersOf(partner) },
    });
    return typeof token === 'string' ? credentialOf(token) : token.then(credentialOf);
  }
}

const NONE = {};
