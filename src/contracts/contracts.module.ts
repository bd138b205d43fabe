import { type DynamicModule, Global, Module } from '@nestjs/common';
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
}
