import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import type { Settings } from './config/settings.js';
import { SettingsModule } from './config/settings.module.js';
import { LimitsModule } from './limits/limits.module.js';
import { ContractsModule } from './contracts/contracts.module.js';
import { DocsModule } from './endpoints/docs/docs.module.js';
import { HealthModule } from './endpoints/health/health.module.js';
import { OutcomesModule } from './endpoints/outcomes/outcomes.module.js';
import { SessionModule } from './endpoints/session/session.module.js';
import { StatusModule } from './endpoints/status/status.module.js';
import { WrongDoorsModule } from './endpoints/wrong-doors/wrong-doors.module.js';
import { doorsBeside } from './endpoints/wrong-doors/yielding-doors.js';
import { LoggerModule } from './observability/logger.module.js';
import { ObservabilityModule } from './observability/observability.module.js';
import { BodyPipe } from './edge/body/body.pipe.js';
import { EdgeModule } from './edge/edge.module.js';
import { ProblemFilter } from './edge/problem.filter.js';
import { ExportsModule } from './exports/exports.module.js';
import { ForwardingModule } from './forwarding/forwarding.module.js';
import { checksOfAll } from './policy/checks.js';
import { LifecycleModule } from './lifecycle/lifecycle.module.js';
import { RouteTablesModule } from './app.controllers.js';
import { tablesOf } from './app.tables.js';
import { StorageModule } from './storage/storage.module.js';
import { ViewsModule } from './views/views.module.js';

@Module({})
export class AppModule {
  /** @throws SettingsError for settings of rows that do not fit them, and for contract files that are not fit to be served */
  static forRoot(settings: Settings): DynamicModule {
    const { tables, contracts, imported, served, views } = tablesOf(settings);
    return {
      module: AppModule,
      imports: [
        SettingsModule.forRoot(settings),
        LoggerModule.forRoot(settings),
        ObservabilityModule,
        StorageModule,
        LimitsModule,
        EdgeModule,
        ForwardingModule,
        LifecycleModule,
        RouteTablesModule.for(tables),
        ContractsModule.for(contracts),
        WrongDoorsModule.for(doorsBeside(contracts)),
        HealthModule,
        StatusModule,
        OutcomesModule,
        SessionModule,
        DocsModule.for(settings.docs),
        RouteTablesModule.for(imported),
        ViewsModule.for(views, served),
        ExportsModule,
      ],
      providers: [
        ...checksOfAll().map((guard) => ({ provide: APP_GUARD, useClass: guard })),
        { provide: APP_PIPE, useValue: new BodyPipe() },
        { provide: APP_FILTER, useExisting: ProblemFilter },
      ],
    };
  }
}
