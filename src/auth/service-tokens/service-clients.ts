import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { PartnerSettings, ServiceClientSettings } from '../../config/partner.settings.js';
import { Settings } from '../../config/settings.js';

export interface ServiceClient {
  partner: PartnerSettings;
  client: ServiceClientSettings;
}

/** The service clients of all partners. An id is used once in the settings, so it names its partner too. */
@Injectable()
export class ServiceClients {
  private readonly byId: ReadonlyMap<string, ServiceClient>;
  /** Stands in for the hash of a client that does not exist, so that it costs the same to refuse. */
  private readonly nobody = randomBytes(32);

  constructor({ partners }: Settings) {
    this.byId = new Map(
      partners.flatMap((partner) => partner.clients.map((client) => [client.id, { partner, client }] as const)),
    );
  }

  get(id: string): ServiceClient | undefined {
    return this.byId.get(id);
  }

  /** The client whose id and secret these are. */
  authenticate({ id, secret }: { id: string; secret: string }): ServiceClient | undefined {
    const known = this.byId.get(id);
    const expected = known === undefined ? this.nobody : Buffer.from(known.client.secretSha256, 'hex');
    return timingSafeEqual(hash('sha256', secret, 'buffer'), expected) ? known : undefined;
  }
}
