import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import type { TokenOrigin } from '../../config/sections/partners/partner-credential.settings.js';
import type { Credential, CredentialOwner, CredentialSource, RefusedCredential } from '../credential.js';

/** A JWT that one partner has in its settings and another obtains by login (setting `auth: static | login`). */
export class JwtSource implements CredentialSource {
  constructor(
    private readonly origin: (partner: PartnerSettings) => TokenOrigin | undefined,
    private readonly sources: Readonly<Record<TokenOrigin, CredentialSource>>,
  ) {}

  ready(owner: CredentialOwner): Credential | undefined {
    return this.of(owner).ready(owner);
  }

  get(owner: CredentialOwner): Promise<Credential> {
    return this.of(owner).get(owner);
  }

  renew(owner: CredentialOwner, refusal: RefusedCredential): Promise<Credential | undefined> {
    return this.of(owner).renew(owner, refusal);
  }

  private of({ partner }: CredentialOwner): CredentialSource {
    return this.sources[this.origin(partner) ?? 'static'];
  }
}
