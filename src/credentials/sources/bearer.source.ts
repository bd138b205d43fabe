import type { PartnerSettings } from '../../config/partner.settings.js';
import {
  bearer,
  type Credential,
  type CredentialOwner,
  type CredentialSource,
  type RefusedCredential,
  tokenIn,
} from '../credential.js';

/** A token of the owner's; `rejected` is one that must not be given again. */
type TokenOf = (owner: CredentialOwner, rejected?: string) => Promise<string>;

/** One renewable token in `Authorization`. */
export class BearerSource implements CredentialSource {
  constructor(
    private readonly tokenOf: TokenOf,
    /** Headers that go with the token. */
    private readonly headersOf: (partner: PartnerSettings) => Readonly<Record<string, string>> = () => NONE,
  ) {}

  get(owner: CredentialOwner): Promise<Credential> {
    return this.credential(owner);
  }

  async renew(owner: CredentialOwner, { first, sent }: RefusedCredential): Promise<Credential | undefined> {
    return sent === first ? this.credential(owner, tokenIn(sent.headers['authorization'])) : undefined;
  }

  private async credential(owner: CredentialOwner, rejected?: string): Promise<Credential> {
    const token = await this.tokenOf(owner, rejected);
    return { headers: { authorization: bearer(token), ...this.headersOf(owner.partner) } };
  }
}

const NONE = {};
