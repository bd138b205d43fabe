import type { PartnerSettings } from '../../config/partner.settings.js';
import type { UpstreamName } from '../../config/upstream.settings.js';
import { Problem } from '../../problems/problem.js';
import type { Credential, CredentialOwner, CredentialSource } from '../credential.js';

interface StaticToken {
  upstream: UpstreamName;
  read: (partner: PartnerSettings) => string | undefined;
  /** The `Authorization` header that carries it. */
  format: (token: string) => string;
}

/** A long-lived token written in the settings. Refused, it cannot be renewed: somebody has to replace it. */
export class StaticSource implements CredentialSource {
  constructor(private readonly token: StaticToken) {}

  get({ partner }: CredentialOwner): Credential {
    const token = this.token.read(partner);
    if (token === undefined) throw new Problem('upstream_not_configured', { upstream: this.token.upstream });
    return { headers: { authorization: this.token.format(token) } };
  }

  renew(): undefined {
    return undefined;
  }
}
