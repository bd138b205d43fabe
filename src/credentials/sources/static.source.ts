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

  get({ partner }: CredentialOwner): Promise<Credential> {
    const { upstream, read } = this.credential;
    const credential = read(partner);
    if (credential === undefined) return Promise.reject(new Problem('upstream_not_configured', { upstream }));
    return Promise.resolve(credential);
  }

  renew(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}
