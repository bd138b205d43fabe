import type { PartnerSettings } from '../../config/partner.settings.js';
import type { UpstreamName } from '../../config/upstream.settings.js';
import { Problem } from '../../problems/problem.js';
import type { Credential, CredentialOwner, CredentialSource } from '../credential.js';

interface StaticCredential {
  upstream: UpstreamName;
  /** Undefined where the partner has none. */
  read: (partner: PartnerSettings) => Credential | undefined;
}

/** Something long-lived written in the settings. Refused, it cannot be renewed: somebody has to replace it. */
export class StaticSource implements CredentialSource {
  constructor(private readonly credential: StaticCredential) {}

  get({ partner }: CredentialOwner): Credential {
    const credential = this.credential.read(partner);
    if (credential === undefined) throw new Problem('upstream_not_configured', { upstream: this.credential.upstream });
    return credential;
  }

  renew(): undefined {
    return undefined;
  }
}
