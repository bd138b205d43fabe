import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { derived } from '../../config/live/derived.js';
import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import type { ServiceClientSettings } from '../../config/sections/partners/service-client.settings.js';
import { Settings } from '../../config/settings.js';

export interface ServiceClient {
  partner: PartnerSettings;
  client: ServiceClientSettings;
}

/** The service clients of all partners. An id is used once in the settings, so it names its partner too. */
@Injectable()
export class ServiceClients {
  private readonly byId: () => ReadonlyMap<string, ServiceClient>;
  /** Stands in for the hash of a client that does not exist, so that it costs the same to refuse. */
  private readonly nobody = randomBytes(32);

  constructor(settings: Settings) {
    this.byId = derived(
      settings,
      ['partners'],
      ({ partners }) =>
        new Map(
          partners.flatMap((partner) => partner.clients.map((client) => [client.id, { partner, client }] as const)),
        ),
    );
  }

  get(id: string): ServiceClient | undefined {
    return this.byId().get(id);
  }

  /** The client whose id and secret these are. While a secret is replaced there are two. */
  authenticate({ id, secret }: { id: string; secret: string }): ServiceClient | undefined {
    const known = this.get(id);
    const given = hash('sha256', secret, 'buffer');
    const expected = known?.client.secretSha256.map((hex) => Buffer.from(hex, 'hex')) ?? [this.nobody];
    return expected.filter((one) => timingSafeEqual(given, one)).length > 0 ? known : undefined;
  }
}
