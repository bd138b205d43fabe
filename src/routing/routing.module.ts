import { type DynamicModule, Global, Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { createRouteController } from './controller.factory.js';
import { Forwarder } from './forwarder.js';
import { RouteRegistry } from './route.registry.js';
import type { RouteTable } from './route.js';

/** What every capability module needs to serve its table. */
@Global()
@Module({
  imports: [AuthModule],
  providers: [Forwarder, RouteRegistry],
  exports: [AuthModule, Forwarder, RouteRegistry],
})
export class RoutingModule {}

/** A capability that is nothing but its table. */
@Module({})
export class RouteTableModule {
  static for(capability: string, table: RouteTable): DynamicModule {
    return { module: RouteTableModule, controllers: [createRouteController(capability, table)] };
  }
}
