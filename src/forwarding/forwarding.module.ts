import { Global, Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { RouteRegistry } from '../policy/route.registry.js';
import { Forwarder } from './forwarder.js';
import { InlineCodes } from './inline-codes.js';

/** What the controllers of the route tables need. */
@Global()
@Module({
  imports: [AuthModule],
  providers: [Forwarder, InlineCodes, RouteRegistry],
  exports: [AuthModule, Forwarder, RouteRegistry],
})
export class ForwardingModule {}
