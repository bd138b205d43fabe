import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import {
  bearer,
  type Credential,
  type CredentialOwner,
  type CredentialSource,
  type RefusedCredential,
  tokenIn,
} from '../credential.js';

/** A token of the owner's. */
export interface OwnerTokens {
  /** Undefined where it has to be waited for. */
  ready: (owner: CredentialOwner) => string | undefined;
  /** `rejected` is one that must not be given again. */
  get: (owner: CredentialOwner, rejected?: string) => Promise<string>;
}

/** One renewable token in `Authorization`. */
export class BearerSource implements CredentialSource {
  constructor(
    private readonly tokens: OwnerTokens,
    /** Headers that go with the token. */
    private readonly headersOf: (partner: PartnerSettings) => Readonly<Record<string, string>> = () => NONE,
  ) {}

  ready(owner: CredentialOwner): Credential | undefined {
    const token = this.tokens.ready(owner);
    return token === undefined ? undefined : this.credential(owner, token);
  }

  async get(owner: CredentialOwner): Promise<Credential> {
    return this.credential(owner, await this.tokens.get(owner));
  }

  async renew(owner: CredentialOwner, { first, sent, isSpared }: RefusedCredential): Promise<Credential | undefined> {
    const { authorization = '' } = sent.headers;
    if (sent !== first || isSpared(authorization)) return undefined;
    return this.credential(owner, await this.tokens.get(owner, tokenIn(authorization)));
  }

  private credential({ partner }: CredentialOwner, token: string): Credential {
    return { headers: { authorization: bearer(token), ...this.headersOf(partner) } };
  }
}

const NONE = {};
