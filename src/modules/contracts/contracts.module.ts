import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Contracts } from '../../routing/contracts/contracts.js';
import { RouteTableModule } from '../../routing/routing.module.js';
import { DocsModule } from '../docs/docs.module.js';
import { ContractLog } from './contract.log.js';

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
