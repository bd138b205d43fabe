import type { Claims } from './claims/claims.js';
import type { Generations } from './generations/generations.js';

/** What the gateway keeps outside a process. Two adapters, one contract suite (`test/storage`). */
export abstract class KeyValueStore {
  /** @throws StoreUnavailableError, as every method here */
  abstract get(key: string): Promise<string | null>;

  /** Reads and, where the key exists, lets it live `ttlMs` from now. */
  abstract getAndExtend(key: string, ttlMs: number): Promise<string | null>;

  /**
   * Stores `record` only where the stored version is still `expected`; version 0 is "no such key". A writer that was
   * paused for longer than its lease is refused here, and so is one whose record was deleted meanwhile.
   */
  abstract compareAndSet(key: string, expected: number, record: VersionedValue): Promise<boolean>;

  abstract delete(keys: readonly string[]): Promise<void>;

  /** Milliseconds that a key has left to live; 0 where there is none. */
  abstract timeLeft(key: string): Promise<number>;

  /** Puts a member into an index, for `ttlMs` from now. An index lives as long as the longest of its members. */
  abstract addToIndex(key: string, member: string, ttlMs: number): Promise<void>;

  /** At most `limit` members, those first that stay for longest. */
  abstract listIndex(key: string, limit: number): Promise<string[]>;

  abstract removeFromIndex(key: string, member: string): Promise<void>;

  /** Takes the lease unless it is held already, by anybody. It ends by itself after `ttlMs`. */
  abstract acquireLease(key: string, owner: string, ttlMs: number): Promise<boolean>;

  /** False where the lease has gone to somebody else. */
  abstract renewLease(key: string, owner: string, ttlMs: number): Promise<boolean>;

  abstract releaseLease(key: string, owner: string): Promise<void>;

  /** Adds one to a counter that ends `windowMs` after its first count, on every replica's behalf. */
  abstract count(key: string, windowMs: number): Promise<Count>;

  /** What a counter stands at, without adding to it; all 0 where nothing was counted. */
  abstract readCount(key: string): Promise<Count>;

  abstract resetCount(key: string): Promise<void>;

  /** Grants a part of a quota: adds up to `most` to its counter, and never more than keeps it within `limit`. */
  abstract leaseQuota(key: string, request: QuotaRequest): Promise<QuotaGrant>;

  /** Calls that must be made once. */
  abstract readonly claims: Claims;

  /** Whether what was read a while ago still holds. */
  abstract readonly generations: Generations;

  /** Tells every replica, this one included, of a change. Best effort: copies also expire by themselves. */
  abstract publishChange(change: string): Promise<void>;

  abstract onChange(listener: (change: string) => void): void;

  /** Resolves where a value can be written: a store that only answers holds no session. */
  abstract probe(): Promise<void>;

  abstract close(): Promise<void>;
}

export interface VersionedValue {
  /** At least 1; the first write of a key is version 1. */
  version: number;
  value: string;
  ttlMs: number;
}

export interface Count {
  /** Events in the window, with this one where it was counted. */
  count: number;
  /** Milliseconds until the counter begins anew. */
  leftMs: number;
}

export interface QuotaRequest {
  /** At least 1. */
  most: number;
  limit: number;
  windowMs: number;
}

export interface QuotaGrant extends Count {
  /** 0 where the limit is reached. */
  granted: number;
}

export class StoreUnavailableError extends Error {
  constructor(cause: unknown) {
    super('the store did not answer', { cause });
    this.name = 'StoreUnavailableError';
  }
}

/** A `catch` for what may be left undone while the store is away; every other error is thrown on. */
export function ifUnavailable<Instead>(instead: Instead): (error: unknown) => Instead {
  return (error) => {
    if (error instanceof StoreUnavailableError) return instead;
    throw error;
  };
}

const SEPARATOR = '.';

/** How both adapters write a version in front of its value. */
export function encodeVersioned({ version, value }: { version: number; value: string }): string {
  return `${version}${SEPARATOR}${value}`;
}

export function decodeVersioned(stored: string): { version: number; value: string } {
  const end = stored.indexOf(SEPARATOR);
  const version = Number(stored.slice(0, end));
  // Like the script in Redis: what no gateway has written counts as version 0, so that it can be replaced.
  return { version: Number.isSafeInteger(version) && version > 0 ? version : 0, value: stored.slice(end + 1) };
}
