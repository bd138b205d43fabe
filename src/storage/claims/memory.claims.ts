import { LRUCache } from 'lru-cache';
import { sharedClock } from '../shared-clock.js';
import type { ClaimPlace, ClaimRecord, Claims, ClaimState, ClaimStep, NewClaim } from './claims.js';
import { atMost } from '../../common/growing-cache.js';

const MAX_KEYS = 100_000;

interface Entry {
  state: ClaimState;
  owner: string;
  /** Milliseconds since the epoch. */
  until: number;
  at: number;
  print: string;
  facts: string;
  answer: string | undefined;
}

/** Does what the scripts do (`claim.scripts.ts`), for one replica without Redis. */
export class MemoryClaims implements Claims {
  private readonly keys = new LRUCache<string, Map<string, Entry>>(atMost(MAX_KEYS));

  claim({ key, route }: ClaimPlace, claim: NewClaim): Promise<ClaimRecord | undefined> {
    const now = sharedClock.now();
    const found = this.keys.get(key)?.get(route);
    if (found !== undefined && !(found.state === 'claimed' && found.until <= now))
      return Promise.resolve(recordOf(found, now));
    const { owner, print, facts, leaseMs, keepMs } = claim;
    const entry: Entry = { state: 'claimed', owner, until: now + leaseMs, at: now, print, facts, answer: undefined };
    const routes = this.keys.get(key) ?? new Map<string, Entry>();
    this.keep(key, routes.set(route, entry), keepMs);
    return Promise.resolve(undefined);
  }

  move({ key, route }: ClaimPlace, step: ClaimStep): Promise<boolean> {
    const routes = this.keys.get(key);
    const entry = routes?.get(route);
    if (routes === undefined || entry === undefined || !step.from.includes(entry.state)) return Promise.resolve(false);
    if (step.owner !== undefined && step.owner !== entry.owner) return Promise.resolve(false);
    if (step.to === undefined) {
      routes.delete(route);
      if (routes.size === 0) this.keys.delete(key);
      return Promise.resolve(true);
    }
    entry.state = step.to;
    entry.until = sharedClock.now() + (step.leaseMs ?? 0);
    entry.print = step.print ?? entry.print;
    entry.answer = step.answer ?? entry.answer;
    this.keep(key, routes, step.keepMs);
    return Promise.resolve(true);
  }

  read(key: string): Promise<ReadonlyMap<string, ClaimRecord>> {
    const now = sharedClock.now();
    const routes = [...(this.keys.get(key) ?? [])];
    return Promise.resolve(new Map(routes.map(([route, entry]) => [route, recordOf(entry, now)])));
  }

  /** As long as the longest of its claims. */
  private keep(key: string, routes: Map<string, Entry>, keepMs: number): void {
    this.keys.set(key, routes, { ttl: Math.max(keepMs, this.keys.getRemainingTTL(key)) });
  }
}

function recordOf({ until, at, ...entry }: Entry, now: number): ClaimRecord {
  return { ...entry, leaseLeftMs: until - now, ageMs: now - at };
}
