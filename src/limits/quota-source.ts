import { type Draw, type Drawn, type KeyValueStore, StoreUnavailableError } from '../storage/key-value-store.js';
import { MemoryStore } from '../storage/memory.store.js';

/** How long a store that was away is not asked, in milliseconds: not every request may wait for its timeout. */
const AWAY_MS = 1000;

export interface DrawnShare extends Drawn {
  /** Of which was drawn. */
  limit: number;
  /** How long it is worth knowing that nothing is left, in milliseconds. */
  knownMs: number;
}

/** Draws from the counters of all replicas; while the store is away, from this process's part of each limit. */
export class ShareSource {
  /** Made when it is needed: it is not small. */
  private own: MemoryStore | undefined;
  private isAway = false;
  private askAgainAt = 0;

  constructor(
    private readonly store: Pick<KeyValueStore, 'draw'>,
    private readonly replicas: number,
  ) {}

  async draw(key: string, draw: Draw): Promise<DrawnShare> {
    if (this.mayAsk()) {
      try {
        const drawn = await this.store.draw(key, draw);
        this.isAway = false;
        return { ...drawn, limit: draw.limit, knownMs: drawn.leftMs };
      } catch (error) {
        if (!(error instanceof StoreUnavailableError)) throw error;
        this.isAway = true;
        this.askAgainAt = performance.now() + AWAY_MS;
      }
    }
    const limit = Math.max(1, Math.floor(draw.limit / this.replicas));
    this.own ??= new MemoryStore();
    const drawn = await this.own.draw(key, { ...draw, limit });
    return { ...drawn, limit, knownMs: Math.min(drawn.leftMs, AWAY_MS) };
  }

  /** While the store is away, one caller a second asks whether it is back. */
  private mayAsk(): boolean {
    const now = performance.now();
    if (this.isAway && now < this.askAgainAt) return false;
    if (this.isAway) this.askAgainAt = now + AWAY_MS;
    return true;
  }
}
