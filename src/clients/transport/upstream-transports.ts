import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { UPSTREAM_NAMES, type UpstreamName } from '../../config/sections/upstream.settings.js';
import { Problem } from '../../problems/problem.js';
import { UpstreamTransport } from './upstream-transport.js';

/** The transports of the upstreams that the settings have. */
@Injectable()
export class UpstreamTransports implements OnApplicationShutdown {
  private readonly transports: ReadonlyMap<UpstreamName, UpstreamTransport>;

  constructor(settings: Settings) {
    const { upstreams, server, profile } = settings;
    const rules = {
      clientStallMs: server.clientStallMs,
      hasSeveralPartners: () => settings.partners.length > 1,
      trustsNames: profile === 'simulator',
    };
    this.transports = new Map(
      UPSTREAM_NAMES.flatMap((name) => {
        const own = upstreams[name];
        return own === undefined ? [] : [[name, new UpstreamTransport(name, own, rules)] as const];
      }),
    );
  }

  /** @throws Problem `upstream_not_configured` */
  get(name: UpstreamName): UpstreamTransport {
    const transport = this.transports.get(name);
    if (transport === undefined) throw new Problem('upstream_not_configured', { upstream: name });
    return transport;
  }

  all(): UpstreamTransport[] {
    return [...this.transports.values()];
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.transports.values()].map((transport) => transport.close()));
  }
}
