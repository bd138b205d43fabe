import { Global, Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { RouteCounts } from '../policy/route-limits.guard.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { RouteRegistry } from '../policy/route.registry.js';
import { RowPolicy } from '../policy/row-policy.js';
import { RowRights } from '../policy/row-rights.js';
import { EventStreams } from './answer/event-streams.js';
import { Forwarder } from './forwarder.js';
import { InlineCodes } from './inline-codes.js';
import { CallOnce } from './once/call-once.js';
import { Conflicts } from './once/conflicts.js';
import { ReferenceData } from './reference/reference-data.js';

/** What the controllers of the route tables need. */
const SHARED = [EventStreams, Forwarder, ReferenceData, RouteRegistry, RowPolicy, RowRights, RouteCounts];

@Global()
@Module({
  imports: [AuthModule, IdempotencyModule],
  providers: [CallOnce, Conflicts, InlineCodes, ...SHARED],
  exports: [AuthModule, IdempotencyModule, ...SHARED],
})
export class ForwardingModule {}
