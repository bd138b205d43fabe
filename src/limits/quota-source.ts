import {
  type KeyValueStore,
  type QuotaGrant,
  type QuotaRequest,
  StoreUnavailableError,
} from '../storage/key-value-store.js';
import { MemoryStore } from '../storage/memory.store.js';

/** How long a store that was away is not asked, in milliseconds: not every request may wait for its timeout. */
const AWAY_MS = 1000;

export interface LeasedQuota extends QuotaGrant {
  /** Of which was leased. */
  limit: number;
  /** How long it is worth knowing that nothing is left, in milliseconds. */
  knownMs: number;
}

/** Leases from the quotas of all replicas; while the store is away, from this process's part of each quota. */
export class QuotaSource {
  /** Made when it is needed: it is not small. */
  private own: MemoryStore | undefined;
  private isAway = false;
  private askAgainAt = 0;

  constructor(
    private readonly store: Pick<KeyValueStore, 'leaseQuota'>,
    private readonly replicas: number,
  ) {}

  async lease(key: string, request: QuotaRequest): Promise<LeasedQuota> {
    if (this.mayAsk()) {
      try {
        const grant = await this.store.leaseQuota(key, request);
        this.isAway = false;
        return { ...grant, limit: request.limit, knownMs: grant.leftMs };
      } catch (error) {
        if (!(error instanceof StoreUnavailableError)) throw error;
        this.isAway = true;
        this.askAgainAt = performance.now() + AWAY_MS;
      }
    }
    const limit = Math.max(1, Math.floor(request.limit / this.replicas));
    this.own ??= new MemoryStore();
    const grant = await this.own.leaseQuota(key, { ...request, limit });
    return { ...grant, limit, knownMs: Math.min(grant.leftMs, AWAY_MS) };
  }

  /** While the store is away, one caller a second asks whether it is back. */
  private mayAsk(): boolean {
    const now = performance.now();
    if (this.isAway && now < this.askAgainAt) return false;
    if (this.isAway) this.askAgainAt = now + AWAY_MS;
    return true;
  }
}
