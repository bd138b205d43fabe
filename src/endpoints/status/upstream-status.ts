import { Injectable } from '@nestjs/common';
import type { CallOutcome, UpstreamState } from '../../clients/transport/upstream-health.js';
import { isTlsFault, TLS_FAULTS } from '../../common/tls/faults.js';
import type { UpstreamTransport } from '../../clients/transport/upstream-transport.js';
import { UpstreamTransports } from '../../clients/transport/upstream-transports.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';
import { AdminServer } from '../../observability/admin.server.js';
import { Metrics } from '../../observability/metrics.js';
import { Loggers } from '../../observability/logger.js';
import { UpstreamProbes } from './upstream-probes.js';

/** How the upstreams are: in a word for callers, with everything that is known of it for operations. */
@Injectable()
export class UpstreamStatus {
  constructor(
    private readonly transports: UpstreamTransports,
    private readonly probes: UpstreamProbes,
    loggers: Loggers,
    admin: AdminServer,
    metrics: Metrics,
  ) {
    const logger = loggers.of('Breaker');
    for (const { name, breaker } of transports.all()) {
      breaker.onChange = (state) => {
        metrics.breakerChanges.inc({ upstream: name, state });
        logger[state === 'open' ? 'warn' : 'info']({ upstream: name, breaker: state }, 'the breaker has changed');
      };
    }
    admin.page('/ops/upstreams', async () => ({ upstreams: await this.details() }));
  }

  async states(): Promise<Partial<Record<UpstreamName, UpstreamState>>> {
    const transports = await this.refreshed();
    return Object.fromEntries(transports.map(({ name, health, breaker }) => [name, health.state(breaker.state)]));
  }

  private async details(): Promise<object[]> {
    return (await this.refreshed()).map((transport) => this.describe(transport));
  }

  private describe(transport: UpstreamTransport): object {
    const { name, host, health, breaker } = transport;
    const recent = health.recent();
    const times = recent.flatMap(({ ms }) => ms ?? []).sort((one, other) => one - other);
    const probe = this.probes.lastOf(name);
    return {
      upstream: name,
      host,
      state: health.state(breaker.state),
      lastMinute: { calls: recent.length, failed: recent.filter(({ failed }) => failed !== undefined).length },
      latencyMs: { median: times.at(Math.floor(times.length / 2)), p95: times.at(Math.floor(times.length * 0.95)) },
      ...(probe !== undefined && { lastProbe: { at: timeOf(probe), results: probe.outcomes.map(described(name)) } }),
      ...transport.describe(),
      lastFailures: health.lastFailures().map(described(name)),
    };
  }

  private async refreshed(): Promise<UpstreamTransport[]> {
    const transports = this.transports.all();
    await Promise.all(transports.map((transport) => this.probes.refresh(transport)));
    return transports;
  }
}

function described(name: UpstreamName): (outcome: CallOutcome) => object {
  const settings = { address: `upstreams.${name}.baseUrl`, tls: `upstreams.${name}.tls` };
  return (outcome) => {
    const { ms, failed = 'no' } = outcome;
    const remedy = isTlsFault(failed) ? TLS_FAULTS[failed].remedy(settings) : undefined;
    return { at: timeOf(outcome), failed, ...(ms !== undefined && { ms }), ...(remedy !== undefined && { remedy }) };
  };
}

function timeOf({ at }: { at: number }): string {
  return new Date(at).toISOString();
}
