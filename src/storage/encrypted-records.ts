import { LRUCache } from 'lru-cache';
import type { PinoLogger } from 'nestjs-pino';
import type { AuditLog } from '../observability/audit.log.js';
import { decodeVersioned, type KeyValueStore } from './key-value-store.js';
import { type RecordCipher, UndecipherableError } from './record-cipher.js';

/** How long a replica may act on its own copy when the message about a change was lost. */
const COPY_MS = 5000;
const MAX_COPIES = 50_000;

export interface Stored<T> {
  /** 0 where there is no such record. */
  version: number;
  /** Undefined where there is none, or it cannot be decrypted or understood. */
  record: T | undefined;
}

export interface RecordKind<T> {
  /** First part of every key, e.g. `session`. */
  name: string;
  parse: (value: unknown) => T | undefined;
}

interface Dependencies {
  store: KeyValueStore;
  cipher: RecordCipher;
  logger: PinoLogger;
  audit: AuditLog;
}

/** Encrypted records of one kind: versioned in the store, with copies in process that live for at most 5 s. */
export class EncryptedRecords<T> {
  private readonly copies = new LRUCache<string, Stored<T>>({ max: MAX_COPIES, ttl: COPY_MS });
  private readonly reads = new Map<string, Promise<Stored<T>>>();

  constructor(
    private readonly kind: RecordKind<T>,
    private readonly dependencies: Dependencies,
  ) {
    dependencies.store.onChange((key) => {
      const own = this.key('');
      if (key.startsWith(own)) this.forget(key.slice(own.length));
    });
  }

  key(id: string): string {
    return `${this.kind.name}:${id}`;
  }

  /** The copy of this process, without a round trip. */
  peek(id: string): T | undefined {
    return this.copies.get(id)?.record;
  }

  /** @throws StoreUnavailableError */
  async read(id: string, extendMs?: number): Promise<Stored<T>> {
    return this.copies.get(id) ?? this.reads.get(id) ?? this.load(id, extendMs);
  }

  /** Past any copy: what decisions about a refresh are made on. */
  async readFresh(id: string): Promise<Stored<T>> {
    this.forget(id);
    return this.read(id);
  }

  /**
   * Undefined where the stored version is no longer `expected`: somebody else wrote or deleted the record.
   *
   * @throws StoreUnavailableError
   */
  async write(id: string, expected: number, next: { record: T; ttlMs: number }): Promise<Stored<T> | undefined> {
    const key = this.key(id);
    const version = expected + 1;
    const value = this.dependencies.cipher.encrypt(next.record, { key, version });
    const ttlMs = Math.max(1, Math.ceil(next.ttlMs));
    // Also where the store fails: it may have written all the same.
    this.forget(id);
    if (!(await this.dependencies.store.compareAndSet(key, expected, { version, value, ttlMs }))) return undefined;
    const stored = { version, record: next.record };
    // Before it is announced: a change that is heard from then on is a newer one, and removes this copy.
    this.copies.set(id, stored);
    await this.announce(key);
    return stored;
  }

  /** Moves the end of a record to `ttlMs` from now. */
  async extend(id: string, ttlMs: number): Promise<void> {
    await this.dependencies.store.getAndExtend(this.key(id), ttlMs);
  }

  /** Milliseconds that a record has left to live; 0 where there is none. */
  timeLeft(id: string): Promise<number> {
    return this.dependencies.store.timeLeft(this.key(id));
  }

  async delete(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.forget(id);
    await this.dependencies.store.delete(ids.map((id) => this.key(id)));
    for (const id of ids) {
      this.forget(id);
      await this.announce(this.key(id));
    }
  }

  private load(id: string, extendMs?: number): Promise<Stored<T>> {
    const { store } = this.dependencies;
    const key = this.key(id);
    const read = (extendMs === undefined ? store.get(key) : store.getAndExtend(key, extendMs))
      .then((value) => {
        const stored = this.decode(key, value);
        // A change that was told while this read was under way has removed it from `reads`: the value may be older.
        if (this.reads.get(id) === read && stored.record !== undefined) this.copies.set(id, stored);
        return stored;
      })
      .finally(() => {
        if (this.reads.get(id) === read) this.reads.delete(id);
      });
    this.reads.set(id, read);
    return read;
  }

  private decode(key: string, stored: string | null): Stored<T> {
    if (stored === null) return { version: 0, record: undefined };
    const { version, value } = decodeVersioned(stored);
    try {
      return { version, record: this.kind.parse(this.dependencies.cipher.decrypt(value, { key, version })) };
    } catch (error) {
      if (!(error instanceof UndecipherableError)) throw error;
      this.dependencies.audit.write('record_undecipherable', { record: this.kind.name, reason: 'altered' });
      return { version, record: undefined };
    }
  }

  private forget(id: string): void {
    this.copies.delete(id);
    this.reads.delete(id);
  }

  /** The change is stored already: without the message, copies elsewhere end after 5 s. */
  private async announce(key: string): Promise<void> {
    await this.dependencies.store.publishChange(key).catch((error: unknown) => {
      this.dependencies.logger.warn({ err: error }, 'a change could not be published');
    });
  }
}
