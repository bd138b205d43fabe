import { Problem } from '../problems/problem.js';
import type { ClaimPlace, ClaimState, ClaimStep } from '../storage/claims/claims.js';
import type { Fingerprint } from './fingerprint.js';
import type { CallFacts, Outcome } from './outcome.js';
import { KEEP_MS, type OutcomeStore } from './outcome-store.js';

/** A claim whose owner is gone counts as left behind after this time, in milliseconds. */
export const LEASE_MS = 5000;

type LastStep = Omit<ClaimStep, 'owner' | 'keepMs'>;

interface Claimed {
  place: ClaimPlace;
  owner: string;
  print: Fingerprint;
  facts: CallFacts;
}

/** A call that this process makes, and nobody else: claimed -> sent -> done or unknown. */
export class KeyedCall {
  private state: ClaimState = 'claimed';
  /** By `performance.now()`. */
  private renewedAt = performance.now();
  /** How it ended, while the store does not have it yet. */
  private last: LastStep | undefined;

  constructor(
    private readonly store: OutcomeStore,
    private readonly claimed: Claimed,
    private readonly onEnd: (call: KeyedCall) => void,
  ) {}

  get place(): ClaimPlace {
    return this.claimed.place;
  }

  get print(): Fingerprint {
    return this.claimed.print;
  }

  /**
   * Before anything leaves: from here on nobody else makes this call, whatever happens to this process.
   *
   * @throws Problem `idempotency_in_progress` where somebody else has it, because this process stood still
   * @throws StoreUnavailableError
   */
  async sent(): Promise<void> {
    if (this.state !== 'claimed') return;
    const { store, place } = this;
    const { facts } = this.claimed;
    const isOurs = store.claims.move(place, { ...this.own('claimed'), to: 'sent', leaseMs: LEASE_MS });
    const [moved] = await Promise.all([isOurs, store.open(place, facts)]);
    if (!moved) throw new Problem('idempotency_in_progress', { headers: { 'retry-after': '1' } });
    this.state = 'sent';
    this.renewedAt = performance.now();
  }

  /** Nothing has reached Migo: the key is as good as new. */
  release(): Promise<void> {
    return this.end({ from: ['claimed', 'sent'] });
  }

  /** What was sent has no answer that says what became of it. */
  lose(print = this.print): Promise<void> {
    return this.end({ from: ['sent'], to: 'unknown', print: print.toString() });
  }

  settle(outcome: Outcome, print = this.print): Promise<void> {
    const answer = this.store.encryptOutcome(this.place, outcome);
    // Also from `claimed`: what was not sent may have an answer all the same, where a step has one.
    return this.end({ from: ['claimed', 'sent', 'unknown'], to: 'done', print: print.toString(), answer });
  }

  /** Holds on to the claim, or tells the store what it did not hear. */
  async tend(renewAfterMs: number): Promise<void> {
    if (this.last !== undefined) {
      await this.take(this.last);
      return;
    }
    if (performance.now() - this.renewedAt < renewAfterMs) return;
    this.renewedAt = performance.now();
    const { state } = this;
    await this.store.claims.move(this.place, { ...this.own(state), to: state, leaseMs: LEASE_MS });
  }

  /** Where the store is away, it is told later: what is known must not be lost, and a client does not wait for it. */
  private async end(step: LastStep): Promise<void> {
    this.last = step;
    await this.take(step).catch(() => undefined);
  }

  private async take(step: LastStep): Promise<void> {
    const { store, place, claimed } = this;
    const isOpen = step.to === 'unknown';
    const moved = store.claims.move(place, { ...step, owner: claimed.owner, keepMs: KEEP_MS });
    await Promise.all([moved, this.state === 'claimed' || isOpen ? undefined : store.close(place)]);
    this.last = undefined;
    this.onEnd(this);
  }

  private own(from: ClaimState): Omit<ClaimStep, 'to'> {
    return { owner: this.claimed.owner, from: [from], keepMs: KEEP_MS };
  }
}
