import type { PartnerSettings } from '../../config/partner.settings.js';
import {
  bearer,
  type Credential,
  type CredentialOwner,
  type CredentialSource,
  type Refusal,
  tokenIn,
} from '../credential.js';

/** A token of the owner's; `rejected` is one that must not be given again. */
type TokenOf = (owner: CredentialOwner, rejected?: string) => string | Promise<string>;

/** One renewable token in `Authorization`. */
export class BearerSource implements CredentialSource {
  constructor(
    private readonly tokenOf: TokenOf,
    /** Headers that go with the token. */
    private readonly headersOf: (partner: PartnerSettings) => Readonly<Record<string, string>> = () => NONE,
  ) {}

  get(owner: CredentialOwner): Credential | Promise<Credential> {
    return this.credential(owner);
  }

  renew(owner: CredentialOwner, { first, sent }: Refusal): Credential | Promise<Credential> | undefined {
    return sent === first ? this.credential(owner, tokenIn(sent.headers['authorization'])) : undefined;
  }

  private credential(owner: CredentialOwner, rejected?: string): Credential | Promise<Credential> {
    const token = this.tokenOf(owner, rejected);
    const credentialOf = (text: string): Credential => ({
      headers: { authorization: bearer(text), ...this.headersOf(owner.partner) },
    });
    return typeof token === 'string' ? credentialOf(token) : token.then(credentialOf);
  }
}

const NONE = {};
