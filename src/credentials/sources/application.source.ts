import type { ApplicationTokenClient } from '../../clients/tokens/application-token.client.js';
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
  ) {}

  get({ partner }: CredentialOwner): Credential | Promise<Credential> {
    const token = this.tokens.token(partner, this.client);
    return typeof token === 'string' ? credentialOf(token) : token.then(credentialOf);
  }

  renew({ partner }: CredentialOwner, { first, sent }: Refusal): Credential | Promise<Credential> | undefined {
    if (sent !== first) return undefined;
    const token = this.tokens.token(partner, this.client, tokenIn(sent.headers['authorization']));
    return typeof token === 'string' ? credentialOf(token) : token.then(credentialOf);
  }
}

function credentialOf(token: string): Credential {
  return { headers: { authorization: bearer(token) } };
}
