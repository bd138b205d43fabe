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
  private hasEnded = false;

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
    const renewal = { ...this.own(state), to: state, leaseMs: LEASE_MS };
    const isRenewed = await this.store.claims.move(this.place, renewal);
    // One that has ended meanwhile was given back.
    if (!isRenewed && !this.hasEnded) await this.restore(renewal);
  }

  /** Where the store is away, it is told later: what is known must not be lost, and a client does not wait for it. */
  private async end(step: LastStep): Promise<void> {
    this.hasEnded = true;
    this.last = step;
    await this.take(step).catch(() => undefined);
  }

  private async take(step: LastStep): Promise<void> {
    const { store, place, claimed } = this;
    const isOpen = step.to === 'unknown';
    const ours = { ...step, owner: claimed.owner, keepMs: KEEP_MS };
    const moving = store.claims.move(place, ours);
    const [moved] = await Promise.all([moving, this.state === 'claimed' || isOpen ? undefined : store.close(place)]);
    if (!moved && step.to !== undefined) await this.restore(ours);
    this.last = undefined;
    this.onEnd(this);
  }

  /** A store that has lost the claim, because it evicted it or came back empty, gets it again: nobody else may make the call. */
  private async restore(step: ClaimStep): Promise<void> {
    const { store, place, claimed } = this;
    const { owner, print, facts } = claimed;
    const encrypted = store.encryptFacts(place, facts);
    const claim = { owner, print: print.toString(), facts: encrypted, leaseMs: LEASE_MS, keepMs: KEEP_MS };
    const found = await store.claims.claim(place, claim);
    // It may be ours already: what followed an earlier claim was not heard, or was not done.
    if (found !== undefined && !(found.state === 'claimed' && found.owner === owner)) return;
    await store.claims.move(place, { ...step, owner, from: ['claimed'] });
    if (step.to === 'sent' || step.to === 'unknown') await store.open(place, facts);
  }

  private own(from: ClaimState): Omit<ClaimStep, 'to'> {
    return { owner: this.claimed.owner, from: [from], keepMs: KEEP_MS };
  }
}
