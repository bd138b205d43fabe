import { Injectable } from '@nestjs/common';
import { type Caller, callerKey } from '../auth/callers/caller.js';
import { Settings } from '../config/settings.js';
import { Metrics } from '../observability/metrics.js';
import { Problem } from '../problems/problem.js';

/** Seconds after which an export may be tried again. */
const AGAIN = { 'retry-after': '5' };

/** Exports of this process that are under way: a few must not take all connections of an upstream. */
@Injectable()
export class OpenExports {
  private readonly open = new Map<string, number>();

  constructor(
    private readonly settings: Settings,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Gives what ends it.
   *
   * @throws Problem `rate_limited` where the caller, or the partner, has as many as there may be
   */
  begin(caller: Caller, address: string): () => void {
    const { perCaller, perPartner } = this.settings.exports;
    const bounds = [
      { key: `caller ${callerKey(caller, address)}`, most: perCaller, limit: 'exportsPerCaller' },
      { key: `partner ${caller.partner.id}`, most: perPartner, limit: 'exportsPerPartner' },
    ];
    const full = bounds.find(({ key, most }) => this.count(key) >= most);
    if (full !== undefined) {
      this.metrics.limited.inc({ limit: full.limit });
      throw new Problem('rate_limited', { headers: AGAIN });
    }
    for (const { key } of bounds) this.open.set(key, this.count(key) + 1);
    return () => {
      for (const { key } of bounds) this.end(key);
    };
  }

  private count(key: string): number {
    return this.open.get(key) ?? 0;
  }

  private end(key: string): void {
    const left = this.count(key) - 1;
    if (left > 0) this.open.set(key, left);
    else this.open.delete(key);
  }
}
