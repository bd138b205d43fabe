import { type Bounds, boundsOf, Use } from './bulkhead-use.js';
import { type CallClass, CLASS_RULES, type Seat } from './call-class.js';

/** Parts are of the pool, or of its queue: between 0 and 1. */
export interface BulkheadRules {
  connections: number;
  /** Calls that may wait for a connection. */
  queue: number;
  /** What one partner may have of them. */
  partnerPart: number;
  /** What one caller may have of that. */
  callerPart: number;
  /** Whether one partner could take them from another, which may change; one alone may have all. */
  hasSeveralPartners: () => boolean;
}

/** What there is of something for the pool, a partner and a caller. */
type Parts<T> = Readonly<Record<'pool' | 'partner' | 'caller', T>>;

interface Shares {
  places: Parts<Bounds>;
  queues: Parts<number>;
}

/** What a call counts in, beside the pool. */
interface Share {
  partner: Use;
  caller: Use;
}

interface Waiter {
  class: CallClass;
  /** Looked up once: whenever a place is free, all who wait are looked through. */
  share: Share | undefined;
  go: () => void;
}

/** Callers that are remembered; beyond, those without a call are forgotten. */
const MAX_CALLERS = 2000;

/**
 * Shares of a pool of connections: no class of calls, no partner and no caller takes it from the others. What
 * finds no place waits in a bounded queue; when a place is free, the most urgent class goes first, and of that the partner
 * with the fewest calls.
 */
export class Bulkhead {
  readonly pool = new Use();
  /** Calls that found the queue full, or waited too long. */
  refused = 0;
  /** Calls that found no place at once, and a seat in the queue. */
  waited = 0;
  private readonly partners = new Map<string, Use>();
  private readonly callers = new Map<string, Use>();
  private readonly waiters: Waiter[] = [];
  private readonly shares: Shares;
  private readonly sharesOfOne: Shares;

  constructor(private readonly rules: BulkheadRules) {
    this.shares = sharesOf(rules, rules.partnerPart);
    this.sharesOfOne = sharesOf(rules, 1);
  }

  /** Callers of whom something is known. */
  get remembered(): number {
    return this.callers.size;
  }

  /** Takes a place, where there is one. Who has it leaves it by `leave`. */
  enter(seat: Seat): boolean {
    const share = this.shareOf(seat);
    if (!this.hasPlace(seat.class, share)) return false;
    this.count(seat.class, share, 1);
    return true;
  }

  /** Whether a call finds neither a place nor a seat in the queue; then it counts as refused. */
  refuses(seat: Seat): boolean {
    const share = this.shareOf(seat);
    if (this.hasPlace(seat.class, share) || this.hasRoom(share)) return false;
    this.refused += 1;
    return true;
  }

  leave(seat: Seat): void {
    this.count(seat.class, this.shareOf(seat), -1);
    if (this.waiters.length > 0) this.callNext();
  }

  /** Waits for a place, and has it when `go` is called. Gives the way to give it up; undefined where the queue is full. */
  wait(seat: Seat, go: () => void): (() => void) | undefined {
    const share = this.shareOf(seat);
    if (!this.hasRoom(share)) {
      this.refused += 1;
      return undefined;
    }
    this.waited += 1;
    const waiter = { class: seat.class, share, go };
    this.waiters.push(waiter);
    this.countWaiting(share, 1);
    return () => {
      this.refused += 1;
      this.remove(waiter);
    };
  }

  private get bounds(): Shares {
    return this.rules.hasSeveralPartners() ? this.shares : this.sharesOfOne;
  }

  private callNext(): void {
    let next: Waiter | undefined;
    let before: Waiter | undefined;
    for (const waiter of this.waiters) {
      // Of one caller many wait in a row: what holds for the first of them holds for all.
      if (waiter.class === before?.class && waiter.share?.caller === before.share?.caller) continue;
      before = waiter;
      if ((next === undefined || isBefore(waiter, next)) && this.hasPlace(waiter.class, waiter.share)) next = waiter;
    }
    if (next === undefined) return;
    this.remove(next);
    this.count(next.class, next.share, 1);
    next.go();
  }

  private shareOf({ owner }: Seat): Share | undefined {
    if (owner === undefined) return undefined;
    return { partner: useOf(this.partners, owner.partner), caller: useOf(this.callers, owner.caller) };
  }

  private hasPlace(kind: CallClass, share: Share | undefined): boolean {
    const { pool, partner, caller } = this.bounds.places;
    if (!this.pool.isBelow(pool, kind)) return false;
    return share === undefined || (share.partner.isBelow(partner, kind) && share.caller.isBelow(caller, kind));
  }

  private hasRoom(share: Share | undefined): boolean {
    const { pool, partner, caller } = this.bounds.queues;
    if (this.pool.waiting >= pool) return false;
    return share === undefined || (share.partner.waiting < partner && share.caller.waiting < caller);
  }

  private count(kind: CallClass, share: Share | undefined, by: number): void {
    this.pool.add(kind, by);
    if (share === undefined) return;
    share.partner.add(kind, by);
    share.caller.add(kind, by);
  }

  private countWaiting(share: Share | undefined, by: number): void {
    this.pool.waiting += by;
    if (share === undefined) return;
    share.partner.waiting += by;
    share.caller.waiting += by;
  }

  private remove(waiter: Waiter): void {
    const at = this.waiters.indexOf(waiter);
    if (at === -1) return;
    this.waiters.splice(at, 1);
    this.countWaiting(waiter.share, -1);
  }
}

function sharesOf({ connections, queue, callerPart }: BulkheadRules, partnerPart: number): Shares {
  const parts = { pool: 1, partner: partnerPart, caller: partnerPart * callerPart };
  const each = <T>(of: (part: number) => T): Parts<T> => ({
    pool: of(parts.pool),
    partner: of(parts.partner),
    caller: of(parts.caller),
  });
  return { places: each((part) => boundsOf(connections * part)), queues: each((part) => Math.ceil(queue * part)) };
}

function isBefore(one: Waiter, other: Waiter): boolean {
  const [rank, rankOfOther] = [CLASS_RULES[one.class].rank, CLASS_RULES[other.class].rank];
  return rank === rankOfOther ? runningOf(one) < runningOf(other) : rank < rankOfOther;
}

function runningOf({ share }: Waiter): number {
  return share === undefined ? 0 : share.partner.running;
}

function useOf(uses: Map<string, Use>, name: string): Use {
  const known = uses.get(name);
  if (known !== undefined) return known;
  if (uses.size >= MAX_CALLERS) for (const [key, use] of uses) if (use.isIdle()) uses.delete(key);
  const use = new Use();
  uses.set(name, use);
  return use;
}
