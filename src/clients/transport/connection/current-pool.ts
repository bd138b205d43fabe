import type { Pool } from 'undici';

/**
 * A pool whose connections were made with the certificates of now. When those change, calls get another one; the one before
 * closes once its calls have ended.
 */
export class CurrentPool {
  private pool: Pool;
  private madeOf: unknown;
  private readonly closing = new Set<Pool>();

  constructor(
    private readonly make: () => Pool,
    /** Another value, by identity, where the certificates have changed. */
    private readonly certificates: () => unknown,
  ) {
    this.madeOf = certificates();
    this.pool = make();
  }

  get(): Pool {
    const certificates = this.certificates();
    if (certificates !== this.madeOf) {
      this.madeOf = certificates;
      this.retire(this.pool);
      this.pool = this.make();
    }
    return this.pool;
  }

  async destroy(): Promise<void> {
    await Promise.all([this.pool, ...this.closing].map((pool) => pool.destroy()));
  }

  private retire(pool: Pool): void {
    this.closing.add(pool);
    void pool.close().then(() => this.closing.delete(pool));
  }
}
