import { Global, Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { RouteCounts } from '../policy/route-limits.guard.js';
import { RouteRegistry } from '../policy/route.registry.js';
import { RowPolicy } from '../policy/row-policy.js';
import { RowRights } from '../policy/row-rights.js';
import { EventStreams } from './answer/event-streams.js';
import { Forwarder } from './forwarder.js';
import { InlineCodes } from './inline-codes.js';

/** What the controllers of the route tables need. */
@Global()
@Module({
  imports: [AuthModule],
  providers: [EventStreams, Forwarder, InlineCodes, RouteRegistry, RowPolicy, RowRights, RouteCounts],
  exports: [AuthModule, EventStreams, Forwarder, RouteRegistry, RowPolicy, RowRights, RouteCounts],
})
export class ForwardingModule {}
