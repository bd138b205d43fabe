import { EventEmitter } from 'node:events';
import { LRUCache } from 'lru-cache';
import type { AuditLog } from '../observability/audit.log.js';
import type { ContextLogger } from '../observability/logger.js';
import { decodeVersioned, type KeyValueStore } from './key-value-store.js';
import { type Change, ChangeMessages } from './change-messages.js';
import { NewestVersions } from './newest-versions.js';
import { type RecordCipher, UndecipherableError } from './record-cipher.js';
import { atMost } from '../common/growing-cache.js';

/** How long a replica may act on its own copy when the message about a change was lost. */
const COPY_MS = 5000;
/** Records of one kind that a process remembers at most. */
const RECORDS_KEPT = 50_000;

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
  /**
   * The first version of a record: 1, as ids are not used again. Where they are, it must be higher than all before, in any
   * process. A version that is older than one that was heard of can then only have been put back.
   */
  firstVersion?: () => number;
  /** Milliseconds for which a copy is good, where those are fewer than 5 s. */
  copyMs?: () => number;
}

/** The version of what was deleted, where ids are not used again. */
const GONE = Number.MAX_SAFE_INTEGER;

interface Dependencies {
  store: KeyValueStore;
  cipher: RecordCipher;
  logger: ContextLogger;
  audit: AuditLog;
}

/** Encrypted records of one kind: versioned in the store, with copies in process that live for at most 5 s. */
export class EncryptedRecords<T> {
  private readonly copies = new LRUCache<string, Stored<T>>({ ...atMost(RECORDS_KEPT), ttl: COPY_MS });
  private readonly newest = new NewestVersions(RECORDS_KEPT);
  private readonly reads = new Map<string, Promise<Stored<T>>>();
  private readonly messages: ChangeMessages;
  private readonly deletions = new EventEmitter<{ deleted: [id: string] }>();

  constructor(
    private readonly kind: RecordKind<T>,
    private readonly dependencies: Dependencies,
  ) {
    this.messages = new ChangeMessages(kind.name, dependencies.cipher);
    dependencies.store.onChange((message) => {
      const change = this.messages.read(message);
      if (change === undefined) return;
      this.forget(change.id);
      this.newest.remember(change.id, change.version);
      if (change.deleted === true) this.deletions.emit('deleted', change.id);
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

  /** Past any copy, and without one: a copy would keep a record that is in use from being read, and so from living on. */
  async look(id: string): Promise<Stored<T>> {
    const [key, atLeast] = [this.key(id), this.newest.of(id)];
    return this.decode(key, await this.dependencies.store.get(key), atLeast);
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
    const version = expected === 0 ? (this.kind.firstVersion?.() ?? 1) : expected + 1;
    const value = this.dependencies.cipher.encrypt(next.record, { key, version });
    const ttlMs = Math.max(1, Math.ceil(next.ttlMs));
    const start = performance.now();
    // The copy goes also where the store fails: it may have written all the same.
    this.forget(id);
    if (!(await this.dependencies.store.compareAndSet(key, expected, { version, value, ttlMs }))) return undefined;
    const stored = { version, record: next.record };
    // The copy is kept before the change is announced: what is heard from then on is newer, and removes it.
    this.keepCopy(id, stored, start);
    this.newest.remember(id, version);
    await this.announce({ id, version });
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
    const version = this.kind.firstVersion?.() ?? GONE;
    for (const id of ids) {
      this.forget(id);
      this.newest.remember(id, version);
      await this.announce({ id, version, deleted: true });
    }
  }

  /** Calls with the id of every record that some replica deletes. A message about it may be lost. */
  onDelete(listener: (id: string) => void): void {
    this.deletions.on('deleted', listener);
  }

  private load(id: string, extendMs?: number): Promise<Stored<T>> {
    const { store } = this.dependencies;
    const key = this.key(id);
    // As it is now: a newer version that is written while this read is under way is no attack.
    const atLeast = this.newest.of(id);
    // The copy is as old as the question: while the answer was on its way, the record may have been deleted.
    const start = performance.now();
    const read = (extendMs === undefined ? store.get(key) : store.getAndExtend(key, extendMs))
      .then((value) => {
        const stored = this.decode(key, value, atLeast);
        // A change that was told while this read was under way has removed it from `reads`: the value may be older.
        if (this.reads.get(id) === read && stored.record !== undefined) this.keepCopy(id, stored, start);
        return stored;
      })
      .finally(() => {
        if (this.reads.get(id) === read) this.reads.delete(id);
      });
    this.reads.set(id, read);
    return read;
  }

  private keepCopy(id: string, stored: Stored<T>, start: number): void {
    this.copies.set(id, stored, { start, ttl: Math.min(COPY_MS, this.kind.copyMs?.() ?? COPY_MS) });
  }

  private decode(key: string, stored: string | null, atLeast: number): Stored<T> {
    if (stored === null) return { version: 0, record: undefined };
    const { version, value } = decodeVersioned(stored);
    if (version < atLeast) return this.refuse(version, 'replayed');
    try {
      return { version, record: this.kind.parse(this.dependencies.cipher.decrypt(value, { key, version })) };
    } catch (error) {
      if (!(error instanceof UndecipherableError)) throw error;
      return this.refuse(version, 'altered');
    }
  }

  private refuse(version: number, reason: 'altered' | 'replayed'): Stored<T> {
    this.dependencies.audit.write('record_undecipherable', { record: this.kind.name, reason });
    return { version, record: undefined };
  }

  private forget(id: string): void {
    this.copies.delete(id);
    this.reads.delete(id);
  }

  /** The change is stored already: without the message, copies elsewhere end after 5 s. */
  private async announce(change: Change): Promise<void> {
    const { store, logger } = this.dependencies;
    await store.publishChange(this.messages.write(change)).catch((error: unknown) => {
      logger.warn({ err: error }, 'a change could not be published');
    });
  }
}
