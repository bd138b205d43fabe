import { Global, Module } from '@nestjs/common';
import { AdminServer } from './admin.server.js';
import { AuditLog } from './audit.log.js';
import { Load } from './load.js';
import { LogOutput } from './log-output.js';
import { Metrics } from './metrics.js';
import { ReadinessChecks } from './readiness.js';
import { WorkInFlight } from './work-in-flight.js';

@Global()
@Module({
  providers: [AdminServer, Load, Metrics, ReadinessChecks, WorkInFlight],
  exports: [AdminServer, Load, Metrics, ReadinessChecks, WorkInFlight],
})
export class ObservabilityModule {
  constructor(metrics: Metrics, output: LogOutput, audit: AuditLog) {
    output.events.onDrop = () => {
      metrics.logDropped.inc({ log: 'requests' });
    };
    audit.onLost = () => {
      metrics.logDropped.inc({ log: 'audit' });
    };
  }
}
