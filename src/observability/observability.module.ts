import { Global, Module } from '@nestjs/common';
import { AdminServer } from './admin.server.js';
import { AuditLog } from './audit.log.js';
import { Load } from './load.js';
import { LogOutput } from './log-output.js';
import { Metrics } from './metrics.js';
import { Degraded, ReadinessChecks } from './readiness.js';
import { WorkInFlight } from './work-in-flight.js';

@Global()
@Module({
  providers: [AdminServer, Load, Metrics, ReadinessChecks, WorkInFlight],
  exports: [AdminServer, Load, Metrics, ReadinessChecks, WorkInFlight],
})
export class ObservabilityModule {
  constructor(metrics: Metrics, audit: AuditLog, output: LogOutput, readiness: ReadinessChecks) {
    output.events.onDrop = () => {
      metrics.logDropped.inc({ log: 'requests' });
    };
    audit.onLost = () => {
      metrics.logDropped.inc({ log: 'audit' });
    };
    readiness.add('log', () => Promise.resolve(stateOf('standard output', output.fault)));
    readiness.add('audit', () => Promise.resolve(stateOf('the audit log', audit.fault)));
    metrics.onRender(() => {
      metrics.logFailing.set({ log: 'requests' }, Number(output.fault !== undefined));
      metrics.logFailing.set({ log: 'audit' }, Number(audit.fault !== undefined));
    });
  }
}

function stateOf(what: string, fault: string | undefined): 'ok' | Degraded {
  return fault === undefined ? 'ok' : new Degraded(`${what} cannot be written (${fault})`);
}
