import { Injectable } from '@nestjs/common';
import { BREAKER_STATES } from '../../clients/transport/resilience/breaker.js';
import type { UpstreamTransport } from '../../clients/transport/upstream-transport.js';
import { UpstreamTransports } from '../../clients/transport/upstream-transports.js';
import { Metrics } from '../../observability/metrics.js';

/** What keeps calls to upstreams in bounds, as Prometheus sees it. */
@Injectable()
export class UpstreamMetrics {
  constructor(
    transports: UpstreamTransports,
    private readonly metrics: Metrics,
  ) {
    metrics.onRender(() => {
      // Totals are counted where they arise, and told as they are.
      metrics.retries.reset();
      metrics.poolQueued.reset();
      for (const transport of transports.all()) this.tell(transport);
    });
  }

  private tell({ name: upstream, breaker, retries, bulkheads }: UpstreamTransport): void {
    const { breakerState, poolCalls, poolQueued } = this.metrics;
    for (const state of BREAKER_STATES) breakerState.set({ upstream, state }, state === breaker.state ? 1 : 0);
    for (const outcome of ['made', 'refused'] as const)
      this.metrics.retries.inc({ upstream, outcome }, retries[outcome]);
    for (const [pool, { pool: use, waited, refused }] of bulkheads) {
      poolCalls.set({ upstream, pool, state: 'running' }, use.running);
      poolCalls.set({ upstream, pool, state: 'waiting' }, use.waiting);
      poolQueued.inc({ upstream, pool, outcome: 'waited' }, waited);
      poolQueued.inc({ upstream, pool, outcome: 'refused' }, refused);
    }
  }
}
