import { randomUUID } from 'node:crypto';
import type { KeyValueStore } from './key-value-store.js';

/**
 * Short, because everybody waits for it when its owner was killed, and callers wait for 6 s. Four renewals long, because an
 * owner that stood still for a moment, or a Redis that was away for one, must not lose it (docs/adr/0008).
 */
const TTL_MS = 5000;
const RENEW_MS = 1000;

/** The right to refresh one record, over all replicas. Renewed while it is held, gone 5 s after its owner. */
export class Lease {
  private readonly renewal: NodeJS.Timeout;

  private constructor(
    private readonly store: KeyValueStore,
    private readonly key: string,
    private readonly owner: string,
  ) {
    this.renewal = setInterval(() => {
      // A lost lease is not looked at: the write at the end compares versions, and that is what counts.
      store.renewLease(key, owner, TTL_MS).catch(() => undefined);
    }, RENEW_MS);
  }

  /** Undefined where somebody else holds it. */
  static async acquire(store: KeyValueStore, key: string): Promise<Lease | undefined> {
    const owner = randomUUID();
    return (await store.acquireLease(key, owner, TTL_MS)) ? new Lease(store, key, owner) : undefined;
  }

  async release(): Promise<void> {
    clearInterval(this.renewal);
    // Where the store is away, the lease ends by itself.
    await this.store.releaseLease(this.key, this.owner).catch(() => undefined);
  }
}
