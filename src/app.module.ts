import { type DynamicModule, Module, ValidationPipe } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CallerGuard } from './auth/callers/caller.guard.js';
import { CsrfGuard } from './auth/callers/csrf.guard.js';
import type { Settings } from './config/settings.js';
import { SettingsModule } from './config/settings.module.js';
import { LimitsModule } from './limits/limits.module.js';
import { limitsRoutes } from './limits/route-limits.js';
import { AlternativePaymentsModule } from './modules/alternative-payments/alternative-payments.module.js';
import { BulkUploadsModule } from './modules/bulk-uploads/bulk-uploads.module.js';
import { BusinessesModule } from './modules/businesses/businesses.module.js';
import { CardholdersModule } from './modules/cardholders/cardholders.module.js';
import { CardsModule } from './modules/cards/cards.module.js';
import { ChargesModule } from './modules/charges/charges.module.js';
import { ConfigsModule } from './modules/configs/configs.module.js';
import { ContractsModule } from './contracts/contracts.module.js';
import { DocsModule } from './endpoints/docs/docs.module.js';
import { HealthModule } from './endpoints/health/health.module.js';
import { LeadsModule } from './modules/leads/leads.module.js';
import { LinkedCardsModule } from './modules/linked-cards/linked-cards.module.js';
import { PaymentLinksModule } from './modules/payment-links/payment-links.module.js';
import { PaymentMethodsModule } from './modules/payment-methods/payment-methods.module.js';
import { PermissionsModule } from './modules/permissions/permissions.module.js';
import { PlansModule } from './modules/plans/plans.module.js';
import { ProcessRequestsModule } from './modules/process-requests/process-requests.module.js';
import { RefundsModule } from './modules/refunds/refunds.module.js';
import { SubscriptionsModule } from './modules/subscriptions/subscriptions.module.js';
import { TerminalPaymentsModule } from './modules/terminal-payments/terminal-payments.module.js';
import { TerminalsModule } from './modules/terminals/terminals.module.js';
import { TransactionsModule } from './modules/transactions/transactions.module.js';
import { TransfersModule } from './modules/transfers/transfers.module.js';
import { UserPermissionsModule } from './modules/user-permissions/user-permissions.module.js';
import { UsersModule } from './modules/users/users.module.js';
import { WrongDoorsModule } from './endpoints/wrong-doors/wrong-doors.module.js';
import { WRONG_DOORS } from './endpoints/wrong-doors/wrong-doors.js';
import { LoggerModule } from './observability/logger.module.js';
import { ObservabilityModule } from './observability/observability.module.js';
import { ProblemFilter } from './edge/problem.filter.js';
import { validationProblem } from './problems/validation.js';
import { importContracts } from './contracts/contracts.import.js';
import { PolicyGuard } from './policy/policy.guard.js';
import { RouteLimitsGuard } from './policy/route-limits.guard.js';
import { RoutingModule, servedTables } from './forwarding/forwarding.module.js';
import { StorageModule } from './storage/storage.module.js';

const CAPABILITIES = [
  CardsModule,
  TransfersModule,
  LinkedCardsModule,
  UsersModule,
  UserPermissionsModule,
  LeadsModule,
  BusinessesModule,
  TerminalsModule,
  TerminalPaymentsModule,
  ConfigsModule,
  CardholdersModule,
  BulkUploadsModule,
  ProcessRequestsModule,
  PermissionsModule,
  PaymentLinksModule,
  AlternativePaymentsModule,
  PlansModule,
  SubscriptionsModule,
  PaymentMethodsModule,
  ChargesModule,
  RefundsModule,
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
        LimitsModule,
        RoutingModule,
        ...CAPABILITIES,
        ContractsModule.for(contracts),
      ],
      // In this order a request passes them: who is calling, did the browser's user mean it, does the row allow it, what a row asks for besides (row.guards.ts), is it well formed.
      providers: [
        { provide: APP_GUARD, useClass: CallerGuard },
        { provide: APP_GUARD, useClass: CsrfGuard },
        { provide: APP_GUARD, useClass: PolicyGuard },
        ...(limitsRoutes(settings.limits) ? [{ provide: APP_GUARD, useClass: RouteLimitsGuard }] : []),
        { provide: APP_PIPE, useValue: new ValidationPipe({ exceptionFactory: validationProblem }) },
        ProblemFilter,
        { provide: APP_FILTER, useExisting: ProblemFilter },
      ],
    };
  }
}
