import { Injectable } from '@nestjs/common';
import { callerKey } from '../../auth/callers/caller.js';
import { Fingerprint } from '../../idempotency/fingerprint.js';
import { OutcomeStore } from '../../idempotency/outcome-store.js';
import { Metrics } from '../../observability/metrics.js';
import { sharedClock } from '../../storage/shared-clock.js';
import type { RowAnswer, RowCall } from '../row-call.js';

/** How many open calls are looked at. */
const MOST = 1000;

/** What the request is by a key of the ring; undefined where that key is gone. */
type PrintOf = (keyId: string) => Fingerprint | undefined;

/** Migo refuses some requests because it has had them before: then the first of them has arrived, whatever became of its answer. */
@Injectable()
export class Conflicts {
  constructor(
    private readonly outcomes: OutcomeStore,
    private readonly metrics: Metrics,
  ) {}

  /** Settles every call of the same caller that was the same request and whose answer is lost. */
  async look(call: RowCall, answer: RowAnswer, printOf: PrintOf): Promise<void> {
    if (answer.kind !== 'refused' || !answer.known.some(({ hadBefore }) => hadBefore === true)) return;
    // It is evidence for others: this call has its own answer, whether or not the store can be asked.
    await this.settleSame(call, printOf).catch(() => undefined);
  }

  private async settleSame({ route, caller, request }: RowCall, printOf: PrintOf): Promise<void> {
    const owner = callerKey(caller, request.clientAddress);
    for (const place of await this.outcomes.listOpen(MOST)) {
      if (place.route !== route.id) continue;
      const known = (await this.outcomes.read(place.key)).find((one) => one.place.route === route.id);
      if (known === undefined || known.record.leaseLeftMs > 0 || known.facts?.caller !== owner) continue;
      const first = Fingerprint.read(known.record.print);
      if (printOf(first.keyId)?.isSameAs(first) !== true) continue;
      const isSettled = await this.outcomes.settle(known, {
        status: 'succeeded',
        evidence: { by: 'conflict', detail: 'Migo has refused the same request as one that it had before' },
        at: new Date(sharedClock.now()).toISOString(),
      });
      if (isSettled) this.metrics.settledCalls.inc({ status: 'succeeded' });
    }
  }
}
