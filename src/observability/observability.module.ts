import { Global, Module } from '@nestjs/common';
import { AdminServer } from './admin.server.js';
import { Metrics } from './metrics.js';
import { ReadinessChecks } from './readiness.js';

@Global()
@Module({
  providers: [AdminServer, Metrics, ReadinessChecks],
  exports: [AdminServer, Metrics, ReadinessChecks],
})
export class ObservabilityModule {}
