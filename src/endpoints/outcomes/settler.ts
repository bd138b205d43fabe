import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Settings } from '../../config/settings.js';
import { type KnownCall, OutcomeStore } from '../../idempotency/outcome-store.js';
import { Metrics } from '../../observability/metrics.js';
import type { ClaimPlace } from '../../storage/claims/claims.js';
import { KeyValueStore } from '../../storage/key-value-store.js';
import { OutcomeLookUp } from './look-up.js';
import { type OutcomeStatus, statusOf } from './outcome.view.js';

const TICK_MS = 1000;
/** Open calls that are looked after, the newest of them. */
export const MOST_OPEN = 1000;
/** Look-ups of one replica at a time: Migo may be in trouble just now. */
const AT_ONCE = 4;
/** Milliseconds between two look-ups of one call: longer each time, and never so long that evidence would lie around. */
const BACK_OFF = { first: 1000, most: 6000 };
/** Milliseconds until a call is looked at again that nothing shows. */
const IDLE_MS = 15_000;

interface Seen {
  status: OutcomeStatus;
  /** By `performance.now()`. */
  dueAt: number;
  /** By `performance.now()`; the past of this process and of those before it. */
  madeAt: number;
}

/** Settles calls whose answer is lost, by evidence. Any replica may do it: a lease spaces the look-ups of a call. */
@Injectable()
export class OutcomeSettler implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly seen = new LRUCache<string, Seen>({ max: 2 * MOST_OPEN });
  private readonly owner = randomUUID();
  private readonly evidenceMs: number;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    @Inject(KeyValueStore) private readonly store: KeyValueStore,
    private readonly outcomes: OutcomeStore,
    private readonly lookUp: OutcomeLookUp,
    private readonly metrics: Metrics,
    { idempotency }: Settings,
  ) {
    this.evidenceMs = idempotency.evidenceSeconds * 1000;
  }

  onApplicationBootstrap(): void {
    this.next();
  }

  onApplicationShutdown(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private next(): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      // Where the store is away, there is nothing to be settled.
      this.tick()
        .catch(() => undefined)
        .finally(() => {
          this.next();
        });
    }, TICK_MS);
    this.timer.unref();
  }

  private async tick(): Promise<void> {
    const open = await this.outcomes.listOpen(MOST_OPEN);
    const due = open.filter((place) => (this.seen.get(idOf(place))?.dueAt ?? 0) <= performance.now());
    const queue = due.values();
    const work = async (): Promise<void> => {
      for (const place of queue) await this.lookAfter(place).catch(() => undefined);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    this.count(open);
  }

  private async lookAfter(place: ClaimPlace): Promise<void> {
    const known = (await this.outcomes.read(place.key)).find((one) => one.place.route === place.route);
    if (known === undefined || known.record.state === 'done') {
      this.seen.delete(idOf(place));
      await this.outcomes.close(place);
      return;
    }
    const status = statusOf(known);
    const { ageMs } = known.record;
    const canLook = status === 'unknown' && ageMs <= this.evidenceMs && this.lookUp.of(known) !== undefined;
    const waitMs = canLook ? backOff(ageMs) : status === 'running' ? TICK_MS : IDLE_MS;
    const now = performance.now();
    this.seen.set(idOf(place), { status, dueAt: now + waitMs, madeAt: now - ageMs });
    if (canLook && (await this.store.acquireLease(`outcome:${idOf(place)}`, this.owner, waitMs)))
      await this.settle(known);
  }

  private async settle(known: KnownCall): Promise<void> {
    const outcome = await this.lookUp.ask(known);
    if (outcome === undefined || !(await this.outcomes.settle(known, outcome))) return;
    this.seen.delete(idOf(known.place));
    await this.lookUp.tellSettled(known);
    this.metrics.settledCalls.inc({ status: outcome.status });
  }

  private count(open: readonly ClaimPlace[]): void {
    const seen = open.flatMap((place) => this.seen.get(idOf(place)) ?? []);
    for (const status of ['running', 'unknown'] as const) {
      const ages = seen.filter((one) => one.status === status).map(({ madeAt }) => performance.now() - madeAt);
      this.metrics.openCalls.set({ status }, ages.length);
      this.metrics.oldestOpenCall.set({ status }, Math.max(0, ...ages) / 1000);
    }
  }
}

function backOff(ageMs: number): number {
  return Math.min(Math.max(ageMs / 2, BACK_OFF.first), BACK_OFF.most);
}

function idOf({ key, route }: ClaimPlace): string {
  return `${key}:${route}`;
}
