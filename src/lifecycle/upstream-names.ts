import { Injectable } from '@nestjs/common';
import type { UpstreamTransport } from '../clients/transport/upstream-transport.js';
import { UpstreamTransports } from '../clients/transport/upstream-transports.js';
import { TLS_FAULTS, tlsFaultOf } from '../common/tls/faults.js';
import { type ContextLogger, Loggers } from '../observability/logger.js';

/** Tells at the start that an upstream's name leads to where no call may go: the first call would be refused for it. */
@Injectable()
export class UpstreamNames {
  private readonly logger: ContextLogger;

  constructor(
    private readonly transports: UpstreamTransports,
    loggers: Loggers,
  ) {
    this.logger = loggers.of(UpstreamNames.name);
  }

  /** A name that is not known may be known later, as one that leads elsewhere may be corrected: no start fails for it. */
  async look(): Promise<void> {
    await Promise.all(this.transports.all().map((transport) => this.lookAt(transport)));
  }

  private async lookAt(transport: UpstreamTransport): Promise<void> {
    const { name: upstream } = transport;
    await transport.resolve().catch((error: unknown) => {
      const fault = tlsFaultOf(error);
      if (fault === undefined) return;
      const { found, remedy } = TLS_FAULTS[fault];
      const settings = { address: `upstreams.${upstream}.baseUrl`, tls: `upstreams.${upstream}.tls` };
      this.logger.warn({ upstream, err: error, remedy: remedy(settings) }, `upstream ${upstream}: ${found}`);
    });
  }
}
