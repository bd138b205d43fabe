import { randomUUID } from 'node:crypto';
import type { KeyValueStore } from '../storage/key-value-store.js';

const TTL_MS = 10_000;
const RENEW_MS = 3000;

/** The right to refresh one record, over all replicas. Renewed while it is held, gone 10 s after its owner. */
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
