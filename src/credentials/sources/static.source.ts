import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';
import { notConfigured } from '../../clients/migo/not-configured.js';
import type { Credential, CredentialOwner, CredentialSource } from '../credential.js';

interface StaticCredential {
  upstream: UpstreamName;
  /** Name of the partner's setting, told where it is missing. */
  setting: string;
  /** Undefined where the partner has none. */
  read: (partner: PartnerSettings) => Credential | undefined;
}

/** Something long-lived written in the settings. Refused, it cannot be renewed: somebody has to replace it. */
export class StaticSource implements CredentialSource {
  constructor(private readonly credential: StaticCredential) {}

  ready({ partner }: CredentialOwner): Credential | undefined {
    return this.credential.read(partner);
  }

  get(owner: CredentialOwner): Promise<Credential> {
    const { upstream, setting } = this.credential;
    const credential = this.ready(owner);
    return credential === undefined ? Promise.reject(notConfigured(upstream, setting)) : Promise.resolve(credential);
  }

  renew(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}
