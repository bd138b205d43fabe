import { type DynamicModule, Global, Inject, Module } from '@nestjs/common';
import { Metrics } from '../observability/metrics.js';
import { Contracts } from './contracts.js';

/** What was imported from the contract files. */
@Global()
@Module({})
export class ContractsModule {
  static for(contracts: Contracts): DynamicModule {
    return {
      module: ContractsModule,
      providers: [{ provide: Contracts, useValue: contracts }],
      exports: [Contracts],
    };
  }

  constructor(@Inject(Contracts) { checks }: Contracts, { contractFaults }: Metrics) {
    checks.listen((route, keyword) => {
      contractFaults.inc({ route, keyword });
    });
  }
}
