import type { Server } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { LogOutput } from '../observability/log-output.js';
import { type ContextLogger, Loggers } from '../observability/logger.js';
import { ReadinessChecks } from '../observability/readiness.js';
import { Stop } from './stop.js';
import { WarmUp } from './warm-up.js';

/** What a replica goes through, as `/readyz` shows it: `serving` from the open port to the first signal, `tokens` once warm. */
@Injectable()
export class Lifecycle {
  private isServing = false;
  private isWarm = false;
  private isStopping = false;
  private readonly logger: ContextLogger;

  constructor(
    private readonly settings: Settings,
    private readonly warmUp: WarmUp,
    private readonly stop: Stop,
    private readonly output: LogOutput,
    readiness: ReadinessChecks,
    loggers: Loggers,
  ) {
    this.logger = loggers.of(Lifecycle.name);
    readiness.add('serving', () => holds(this.isServing));
    readiness.add('tokens', () => holds(this.isWarm));
  }

  /** The public port is open. Resolves when this replica is warm. */
  async begin(): Promise<void> {
    this.isServing = true;
    const startedAt = performance.now();
    if (this.settings.server.warmUp) await this.warmUp.run();
    this.isWarm = true;
    this.logger.info({ ms: Math.round(performance.now() - startedAt) }, 'warm');
  }

  /** A second signal ends the process at once: its sender does not want to wait. */
  async end(server: Server, close: () => Promise<void>): Promise<void> {
    if (this.isStopping) process.exit(1);
    this.isStopping = true;
    this.isServing = false;
    try {
      await this.stop.run(server);
      await close();
      await this.output.end();
      process.exit(0);
    } catch (error) {
      this.logger.error({ err: error }, 'the stop failed');
      process.exit(1);
    }
  }
}

function holds(condition: boolean): Promise<'ok'> {
  return condition ? Promise.resolve('ok') : Promise.reject(new Error('not yet, or not any more'));
}
