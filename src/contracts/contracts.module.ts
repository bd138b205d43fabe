import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Contracts } from './contracts.js';
import { RouteTableModule } from '../forwarding/forwarding.module.js';
import { DocsModule } from '../endpoints/docs/docs.module.js';
import { ContractLog } from '../endpoints/docs/contract.log.js';

/** Serves what was imported from the contract files, and tells at start how they differ from the table. */
@Global()
@Module({})
export class ContractsModule {
  static for(contracts: Contracts): DynamicModule {
    const tables = contracts.tables().map(({ capability, table }) => RouteTableModule.for(capability, table));
    return {
      module: ContractsModule,
      imports: [DocsModule, ...tables],
      providers: [{ provide: Contracts, useValue: contracts }, ContractLog],
      exports: [Contracts],
    };
  }
}
