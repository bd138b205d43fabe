import { EventEmitter } from 'node:events';
import { LRUCache } from 'lru-cache';
import { MemoryClaims } from './claims/memory.claims.js';
import { MemoryGenerations } from './generations/memory.generations.js';
import {
  type Count,
  decodeVersioned,
  encodeVersioned,
  KeyValueStore,
  type QuotaGrant,
  type QuotaRequest,
  type VersionedValue,
} from './key-value-store.js';
import { sharedClock } from './shared-clock.js';
import { atMost } from '../common/growing-cache.js';

const MAX_KEYS = 100_000;

/** Serves one replica without Redis: development and demo. Full, it forgets what was not used for longest. */
export class MemoryStore extends KeyValueStore {
  readonly claims = new MemoryClaims();
  readonly generations = new MemoryGenerations();
  private readonly values = new LRUCache<string, string>(atMost(MAX_KEYS));
  private readonly leases = new LRUCache<string, string>(atMost(MAX_KEYS));
  private readonly counts = new LRUCache<string, number>(atMost(MAX_KEYS));
  /** Members of each index with their ends, milliseconds since the epoch. */
  private readonly indexes = new LRUCache<string, Map<string, number>>(atMost(MAX_KEYS));
  private readonly changes = new EventEmitter<{ change: [key: string] }>();

  get(key: string): Promise<string | null> {
    return Promise.resolve(this.values.get(key) ?? null);
  }

  getAndExtend(key: string, ttlMs: number): Promise<string | null> {
    const value = this.values.get(key);
    if (value !== undefined) this.values.set(key, value, { ttl: ttlMs });
    return Promise.resolve(value ?? null);
  }

  compareAndSet(key: string, expected: number, record: VersionedValue): Promise<boolean> {
    const stored = this.values.get(key);
    const version = stored === undefined ? 0 : decodeVersioned(stored).version;
    if (version !== expected) return Promise.resolve(false);
    this.values.set(key, encodeVersioned(record), { ttl: record.ttlMs });
    return Promise.resolve(true);
  }

  delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.values.delete(key);
    return Promise.resolve();
  }

  timeLeft(key: string): Promise<number> {
    return Promise.resolve(Math.ceil(this.values.getRemainingTTL(key)));
  }

  addToIndex(key: string, member: string, ttlMs: number): Promise<void> {
    const members = new Map(this.membersOf(key)).set(member, sharedClock.now() + ttlMs);
    this.indexes.set(key, members, { ttl: Math.max(...members.values()) - sharedClock.now() });
    return Promise.resolve();
  }

  listIndex(key: string, limit: number): Promise<string[]> {
    const members = this.membersOf(key).sort(([, end], [, otherEnd]) => otherEnd - end);
    return Promise.resolve(members.slice(0, limit).map(([member]) => member));
  }

  removeFromIndex(key: string, member: string): Promise<void> {
    const members = this.indexes.get(key);
    members?.delete(member);
    if (members?.size === 0) this.indexes.delete(key);
    return Promise.resolve();
  }

  acquireLease(key: string, owner: string, ttlMs: number): Promise<boolean> {
    if (this.leases.has(key)) return Promise.resolve(false);
    this.leases.set(key, owner, { ttl: ttlMs });
    return Promise.resolve(true);
  }

  renewLease(key: string, owner: string, ttlMs: number): Promise<boolean> {
    if (this.leases.get(key) !== owner) return Promise.resolve(false);
    this.leases.set(key, owner, { ttl: ttlMs });
    return Promise.resolve(true);
  }

  releaseLease(key: string, owner: string): Promise<void> {
    if (this.leases.get(key) === owner) this.leases.delete(key);
    return Promise.resolve();
  }

  count(key: string, windowMs: number): Promise<Count> {
    return Promise.resolve(this.add(key, 1, windowMs));
  }

  readCount(key: string): Promise<Count> {
    return Promise.resolve({ count: this.counts.get(key) ?? 0, leftMs: Math.ceil(this.counts.getRemainingTTL(key)) });
  }

  resetCount(key: string): Promise<void> {
    this.counts.delete(key);
    return Promise.resolve();
  }

  leaseQuota(key: string, { most, limit, windowMs }: QuotaRequest): Promise<QuotaGrant> {
    const granted = Math.max(0, Math.min(most, limit - (this.counts.get(key) ?? 0)));
    return Promise.resolve({ ...this.add(key, granted, windowMs), granted });
  }

  publishChange(key: string): Promise<void> {
    this.changes.emit('change', key);
    return Promise.resolve();
  }

  onChange(listener: (key: string) => void): void {
    this.changes.on('change', listener);
  }

  probe(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.changes.removeAllListeners();
    return Promise.resolve();
  }

  private add(key: string, more: number, windowMs: number): Count {
    const before = this.counts.get(key);
    const count = (before ?? 0) + more;
    this.counts.set(key, count, before === undefined ? { ttl: windowMs } : { noUpdateTTL: true });
    return { count, leftMs: Math.ceil(this.counts.getRemainingTTL(key)) };
  }

  private membersOf(key: string): [member: string, endsAt: number][] {
    return [...(this.indexes.get(key) ?? [])].filter(([, endsAt]) => endsAt > sharedClock.now());
  }
}
