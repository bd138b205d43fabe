import { type DynamicModule, Module, ValidationPipe } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CallerGuard } from './auth/caller.guard.js';
import { CsrfGuard } from './auth/csrf.guard.js';
import type { Settings } from './config/settings.js';
import { SettingsModule } from './config/settings.module.js';
import { CardholdersModule } from './modules/cardholders/cardholders.module.js';
import { CardsModule } from './modules/cards/cards.module.js';
import { ContractsModule } from './modules/contracts/contracts.module.js';
import { DocsModule } from './modules/docs/docs.module.js';
import { HealthModule } from './modules/health/health.module.js';
import { SubscriptionsModule } from './modules/subscriptions/subscriptions.module.js';
import { TransactionsModule } from './modules/transactions/transactions.module.js';
import { WrongDoorsModule } from './modules/wrong-doors/wrong-doors.module.js';
import { WRONG_DOORS } from './modules/wrong-doors/wrong-doors.js';
import { LoggerModule } from './observability/logger.module.js';
import { ObservabilityModule } from './observability/observability.module.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { validationProblem } from './problems/validation.js';
import { importContracts } from './routing/contracts/contracts.import.js';
import { PolicyGuard } from './routing/policy.guard.js';
import { RoutingModule, servedTables } from './routing/routing.module.js';
import { StorageModule } from './storage/storage.module.js';

const CAPABILITIES = [
  CardsModule,
  CardholdersModule,
  SubscriptionsModule,
  TransactionsModule,
  WrongDoorsModule,
  HealthModule,
  DocsModule,
];

@Module({})
export class AppModule {
  /** @throws SettingsError for contract files that are not fit to be served */
  static forRoot(settings: Settings): DynamicModule {
    const doors = Object.values(WRONG_DOORS);
    const contracts = importContracts(settings, { tables: servedTables(CAPABILITIES), doors });
    return {
      module: AppModule,
      imports: [
        SettingsModule.forRoot(settings),
        LoggerModule.forRoot(settings),
        ObservabilityModule,
        StorageModule,
        RoutingModule,
        ...CAPABILITIES,
        ContractsModule.for(contracts),
      ],
      // In this order a request passes them: who is calling, did the browser's user mean it, does the row allow it, is it well formed.
      providers: [
        { provide: APP_GUARD, useClass: CallerGuard },
        { provide: APP_GUARD, useClass: CsrfGuard },
        { provide: APP_GUARD, useClass: PolicyGuard },
        { provide: APP_PIPE, useValue: new ValidationPipe({ exceptionFactory: validationProblem }) },
        ProblemFilter,
        { provide: APP_FILTER, useExisting: ProblemFilter },
      ],
    };
  }
}
