import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { Metrics } from '../observability/metrics.js';
import { type Count, ifUnavailable, KeyValueStore } from '../storage/key-value-store.js';
import { countKey, type Limit, limitOf, refusalOf } from './limit.js';

export type CodeLimitName = 'otp' | 'partnerCodes';

export interface CodeLimit {
  name: CodeLimitName;
  who: string;
  /** A right code makes up for wrong ones. */
  isForgiven: boolean;
}

/** `neither` where the answer does not speak of the code. */
export type CodeVerdict = 'right' | 'wrong' | 'neither';

interface Attempt<Outcome> {
  limits: readonly CodeLimit[];
  /** Where codes may not be looked at. A success proves a code only where one was refused, and makes up for those alone. */
  place?: string;
  run: () => Promise<Outcome>;
  /**
   * The way of a call that shows only later whether it has a code: it is given what counts the attempt, to be waited for before anything of
   * the code is sent. Without this it counts before the call.
   */
  onCode?: (count: () => Promise<void>) => void;
  verdictOf: (outcome: Outcome) => CodeVerdict;
  /** Whether Migo may have got a code where something was thrown instead of an outcome. */
  isSent: (error: unknown) => boolean;
  /** Called when an attempt was the last one before a lockout. */
  onLock: (name: CodeLimitName) => void;
}

interface Taken extends Count {
  limit: Limit & { name: CodeLimitName };
  key: string;
  isForgiven: boolean;
  /** By `performance.now()`, before it was counted. */
  takenAt: number;
}

/**
 * Limits attempts at one-time codes, over all replicas. An attempt counts before it is made, and is given back where the code was
 * not wrong: many at once are no more than one after the other, and one whose answer nobody has seen counts like a wrong one.
 */
@Injectable()
export class CodeAttempts {
  constructor(
    @Inject(KeyValueStore) private readonly store: KeyValueStore,
    private readonly settings: Settings,
    private readonly metrics: Metrics,
  ) {}

  /**
   * @throws Problem `rate_limited`
   * @throws StoreUnavailableError where nothing can be counted; then nothing is tried either
   */
  async attempt<Outcome>(attempt: Attempt<Outcome>): Promise<Outcome> {
    const { limits, run, onCode, isSent } = attempt;
    let counted: Promise<Taken[]> = Promise.resolve([]);
    const count = async (): Promise<void> => {
      await (counted = this.takeAll(limits));
    };
    if (onCode === undefined) await count();
    else onCode(count);
    // What was refused counts nothing, and a call may end while it is counted.
    const countedAtEnd = (): Promise<Taken[]> => counted.catch(() => []);
    let outcome: Outcome;
    try {
      outcome = await run();
    } catch (error) {
      if (!isSent(error)) await unlessAway(this.giveBack(await countedAtEnd()));
      throw error;
    }
    await unlessAway(this.book(outcome, await countedAtEnd(), attempt));
    return outcome;
  }

  private async book<Outcome>(
    outcome: Outcome,
    taken: readonly Taken[],
    { place, verdictOf, onLock }: Attempt<Outcome>,
  ): Promise<void> {
    const verdict = verdictOf(outcome);
    if (verdict === 'wrong') {
      const locked = taken.filter(({ count, limit }) => count === limit.requests);
      for (const name of new Set(locked.map(({ limit }) => limit.name))) onLock(name);
      if (place !== undefined) await this.each(taken, (one) => this.store.count(refusedKey(one, place), windowOf(one)));
    } else {
      await this.giveBack(taken);
    }
    if (verdict === 'right') await this.each(taken, (one) => this.forgive(one, place));
  }

  private async takeAll(limits: readonly CodeLimit[]): Promise<Taken[]> {
    const taken: Taken[] = [];
    for (const one of limits) {
      const next = await this.take(one);
      taken.push(next);
      if (next.count <= next.limit.requests) continue;
      await this.giveBack(taken);
      throw refusalOf(next, this.metrics);
    }
    return taken;
  }

  /** What was given back is read first: so it never has a part of what is counted later. */
  private async take({ name, who, isForgiven }: CodeLimit): Promise<Taken> {
    const limit = limitOf(name, this.settings.limits[name]);
    const key = countKey(limit, who);
    const takenAt = performance.now();
    const returned = await this.store.readCount(returnedKey(key));
    const made = await this.store.count(key, limit.seconds * 1000);
    // Of a window that ended meanwhile nothing is left.
    const isNew = made.leftMs >= limit.seconds * 1000 - (performance.now() - takenAt);
    return { ...made, count: made.count - (isNew ? 0 : returned.count), limit, key, isForgiven, takenAt };
  }

  /** Never outlives what it was taken from. */
  private giveBack(taken: readonly Taken[]): Promise<void> {
    return this.each(taken, async ({ key, leftMs, takenAt }) => {
      const left = Math.floor(leftMs - (performance.now() - takenAt));
      if (left > 0) await this.store.count(returnedKey(key), left);
    });
  }

  private async forgive(taken: Taken, place: string | undefined): Promise<void> {
    const { key, isForgiven } = taken;
    if (!isForgiven) return;
    if (place === undefined) {
      await this.store.resetCount(returnedKey(key));
      await this.store.resetCount(key);
      return;
    }
    const refused = await this.store.readCount(refusedKey(taken, place));
    if (refused.count === 0) return;
    const takenAt = performance.now();
    const made = await this.store.readCount(key);
    // Refusals from before the window are forgotten already.
    if (made.leftMs > refused.leftMs) return;
    const quota = { most: refused.count, limit: refused.count, windowMs: refused.leftMs };
    const { granted } = await this.store.leaseQuota(`${refusedKey(taken, place)}:forgiven`, quota);
    for (let index = 0; index < granted; index += 1) await this.giveBack([{ ...taken, ...made, takenAt }]);
  }

  private async each(taken: readonly Taken[], change: (one: Taken) => Promise<unknown>): Promise<void> {
    await Promise.all(taken.map(change));
  }
}

/** What was answered is known whatever becomes of the count: one that is not given back makes the limit stricter, and no more. */
const unlessAway = (booked: Promise<void>): Promise<void> => booked.catch(ifUnavailable(undefined));

function windowOf({ limit }: Taken): number {
  return limit.seconds * 1000;
}

function returnedKey(key: string): string {
  return `${key}:returned`;
}

function refusedKey({ key }: Taken, place: string): string {
  return `${key}:refused:${place}`;
}
