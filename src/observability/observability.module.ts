import { Global, Module } from '@nestjs/common';
import { AdminServer } from './admin.server.js';
import { AuditLog } from './audit.log.js';
import { Metrics } from './metrics.js';
import { ReadinessChecks } from './readiness.js';

@Global()
@Module({
  providers: [AdminServer, AuditLog, Metrics, ReadinessChecks],
  exports: [AdminServer, AuditLog, Metrics, ReadinessChecks],
})
export class ObservabilityModule {}
