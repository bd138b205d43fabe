import { type DynamicModule, Module, ValidationPipe } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CallerGuard } from './auth/caller.guard.js';
import { CsrfGuard } from './auth/csrf.guard.js';
import type { Settings } from './config/settings.js';
import { SettingsModule } from './config/settings.module.js';
import { AlternativePaymentsModule } from './modules/alternative-payments/alternative-payments.module.js';
import { CardholdersModule } from './modules/cardholders/cardholders.module.js';
import { CardsModule } from './modules/cards/cards.module.js';
import { ChargesModule } from './modules/charges/charges.module.js';
import { DocsModule } from './modules/docs/docs.module.js';
import { HealthModule } from './modules/health/health.module.js';
import { PaymentLinksModule } from './modules/payment-links/payment-links.module.js';
import { PaymentMethodsModule } from './modules/payment-methods/payment-methods.module.js';
import { PlansModule } from './modules/plans/plans.module.js';
import { RefundsModule } from './modules/refunds/refunds.module.js';
import { SubscriptionsModule } from './modules/subscriptions/subscriptions.module.js';
import { TransactionsModule } from './modules/transactions/transactions.module.js';
import { WrongDoorsModule } from './modules/wrong-doors/wrong-doors.module.js';
import { LoggerModule } from './observability/logger.module.js';
import { ObservabilityModule } from './observability/observability.module.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { validationProblem } from './problems/validation.js';
import { PolicyGuard } from './routing/policy.guard.js';
import { RoutingModule } from './routing/routing.module.js';
import { StorageModule } from './storage/storage.module.js';

const CAPABILITIES = [
  CardsModule,
  CardholdersModule,
  PlansModule,
  SubscriptionsModule,
  PaymentMethodsModule,
  ChargesModule,
  PaymentLinksModule,
  AlternativePaymentsModule,
  RefundsModule,
  TransactionsModule,
  WrongDoorsModule,
  HealthModule,
  DocsModule,
];

@Module({})
export class AppModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.forRoot(settings),
        LoggerModule.forRoot(settings),
        ObservabilityModule,
        StorageModule,
        RoutingModule,
        ...CAPABILITIES,
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
