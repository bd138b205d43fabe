import type { UpstreamName } from '../../config/sections/upstream.settings.js';

/** Early refreshes at once of one process at one upstream: after an outage many are due, and none is urgent. */
const MOST = 32;

/** Refreshes of tokens that can still be sent, no more than a few at once. */
export class EarlyRenewals {
  private readonly running = new Map<UpstreamName, number>();

  /** Does nothing where there are enough: the next call asks again. */
  run(upstream: UpstreamName, renew: () => Promise<unknown>): void {
    if (this.at(upstream) >= MOST) return;
    this.running.set(upstream, this.at(upstream) + 1);
    void renew().finally(() => this.running.set(upstream, this.at(upstream) - 1));
  }

  private at(upstream: UpstreamName): number {
    return this.running.get(upstream) ?? 0;
  }
}
