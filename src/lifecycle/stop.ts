import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { UpstreamTransports } from '../clients/transport/upstream-transports.js';
import { Settings } from '../config/settings.js';
import { EventStreams } from '../forwarding/answer/event-streams.js';
import { type ContextLogger, Loggers } from '../observability/logger.js';
import { WorkInFlight } from '../observability/work-in-flight.js';

/**
 * How long connections without a request stay open, in milliseconds. Whoever looks at `/readyz` once a second has turned away
 * by then: to close a connection on which a request may be on its way is to lose that request (RFC 9112, section 9.5).
 */
const IDLE_MS = 2000;
const LOOK_EVERY_MS = 50;
/** How long calls that were cut have to tell their clients so. */
const LAST_WORDS_MS = 1000;

/** The orderly end of what the public port serves: nothing that began is lost, and nobody is refused who does not know yet. */
@Injectable()
export class Stop {
  private readonly logger: ContextLogger;

  constructor(
    private readonly settings: Settings,
    private readonly work: WorkInFlight,
    private readonly streams: EventStreams,
    private readonly transports: UpstreamTransports,
    loggers: Loggers,
  ) {
    this.logger = loggers.of(Stop.name);
  }

  /** Resolves when nothing runs any more, at most `server.terminationSeconds` and a second later. */
  async run(server: Server): Promise<void> {
    const startedAt = performance.now();
    const elapsed = (): number => performance.now() - startedAt;
    const { drainSeconds, terminationSeconds } = this.settings.server;
    const drainMs = Math.min(drainSeconds, terminationSeconds) * 1000;
    this.logger.info({ underWay: this.work.count, drainSeconds }, 'stopping');

    this.work.endConnections();
    this.streams.end();
    while (elapsed() < drainMs) {
      await sleep(Math.min(LOOK_EVERY_MS, drainMs - elapsed()));
      if (elapsed() >= IDLE_MS) server.closeIdleConnections();
    }
    server.close();
    await this.untilIdle(server, terminationSeconds * 1000 - elapsed());
    if (this.work.count === 0) return;
    this.logger.warn({ underWay: this.work.count, terminationSeconds }, 'calls are cut: they took too long');
    await this.transports.onApplicationShutdown();
    await this.untilIdle(server, LAST_WORDS_MS);
  }

  private async untilIdle(server: Server, ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (this.work.count > 0 && performance.now() < until) {
      await sleep(LOOK_EVERY_MS);
      server.closeIdleConnections();
      this.streams.end();
    }
  }
}
