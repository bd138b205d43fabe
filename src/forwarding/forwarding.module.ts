import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import { AuthModule } from '../auth/auth.module.js';
import { createRouteController } from '../openapi/rows/controller.factory.js';
import { Forwarder } from './forwarder.js';
import { InlineCodes } from './inline-codes.js';
import { RouteRegistry } from '../policy/route.registry.js';
import type { RouteTable } from '../routes/route.js';

/** What every capability module needs to serve its table. */
@Global()
@Module({
  imports: [AuthModule],
  providers: [Forwarder, InlineCodes, RouteRegistry],
  exports: [AuthModule, Forwarder, RouteRegistry],
})
export class RoutingModule {}

interface ServedTable {
  capability: string;
  table: RouteTable;
}

/** A capability that is nothing but its table. */
@Module({})
export class RouteTableModule {
  static for(capability: string, table: RouteTable): DynamicModule & ServedTable {
    return { module: RouteTableModule, controllers: [createRouteController(capability, table)], capability, table };
  }
}

/** The tables that capability modules import, before anything of them is created. */
export function servedTables(capabilities: readonly Type[]): ServedTable[] {
  return capabilities.flatMap((capability) => {
    const imports: unknown = Reflect.getMetadata(MODULE_METADATA.IMPORTS, capability);
    return (Array.isArray(imports) ? imports : []).filter(isServedTable);
  });
}

function isServedTable(value: unknown): value is ServedTable {
  return typeof value === 'object' && value !== null && 'capability' in value && 'table' in value;
}
