import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { CallerGuard } from '../../src/auth/caller.guard.js';
import { CsrfGuard } from '../../src/auth/csrf.guard.js';
import { SettingsModule } from '../../src/config/settings.module.js';
import type { Settings } from '../../src/config/settings.js';
import { loadSettings } from '../../src/config/settings.loader.js';
import { LoggerModule } from '../../src/observability/logger.module.js';
import { Metrics } from '../../src/observability/metrics.js';
import { ObservabilityModule } from '../../src/observability/observability.module.js';
import { installRequestLog, RequestLogger } from '../../src/observability/request-log.js';
import { ProblemFilter } from '../../src/problems/problem.filter.js';
import { PolicyGuard } from '../../src/routing/policy.guard.js';
import { installBodyParsers } from '../../src/routing/raw-body.js';
import { RouteTableModule, RoutingModule } from '../../src/routing/routing.module.js';
import type { RouteTable } from '../../src/routing/route.js';
import { StorageModule } from '../../src/storage/storage.module.js';

@Module({})
class ProbeModule {
  static forRoot(settings: Settings, table: RouteTable): DynamicModule {
    return {
      module: ProbeModule,
      imports: [
        SettingsModule.forRoot(settings),
        LoggerModule.forRoot(settings),
        ObservabilityModule,
        StorageModule,
        RoutingModule,
        RouteTableModule.for('probe', table),
      ],
      providers: [
        { provide: APP_GUARD, useClass: CallerGuard },
        { provide: APP_GUARD, useClass: CsrfGuard },
        { provide: APP_GUARD, useClass: PolicyGuard },
        ProblemFilter,
        { provide: APP_FILTER, useExisting: ProblemFilter },
      ],
    };
  }
}

/** The gateway's own guards and forwarder in front of rows that only a test has. */
export async function startProbeApp(table: RouteTable, config: object): Promise<NestFastifyApplication> {
  const file = join(mkdtempSync(join(tmpdir(), 'probe-')), 'gateway.yaml');
  writeFileSync(file, JSON.stringify(config));
  const env = { GATEWAY_CONFIG: file, ADMIN_PORT: '0', LOG_LEVEL: 'silent' };
  const settings = loadSettings({ env, directory: 'config' });
  const adapter = new FastifyAdapter({ logger: false });
  const app = await NestFactory.create<NestFastifyApplication>(ProbeModule.forRoot(settings, table), adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  installRequestLog(adapter.getInstance(), { logger: app.get(RequestLogger), metrics: app.get(Metrics) });
  installBodyParsers(adapter.getInstance());
  await app.listen(0, '127.0.0.1');
  return app;
}
