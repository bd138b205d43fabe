import { ExponentialBackoff, type IBackoff, noJitterGenerator } from 'cockatiel';
import type { BreakerSettings } from '../../../config/sections/resilience.settings.js';
import { Sampling } from './sampling.js';

export const BREAKER_STATES = ['closed', 'open', 'half-open'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];

/** What a call brings back, so that what it found counts where it belongs. */
export type Pass = number;

/** Of a call that is let through while the breaker is closed. Probes have the number of their period. */
const SAMPLED: Pass = 0;

/**
 * Half open, one more call is let through after so many milliseconds in which the probes have told nothing: long ones must not
 * keep a good upstream away, and many must not be lost at one that hangs.
 */
const PROBES_MS = 5000;

/**
 * Keeps calls from an upstream that fails: they are refused at once, and the upstream is left in peace. Pauses are Cockatiel's;
 * what is around them is not, because its policy lets one probe through and costs each call several promises (docs/adr/0011).
 */
export class Breaker {
  state: BreakerState = 'closed';
  /** Told of every change. */
  onChange: ((state: BreakerState) => void) | undefined;
  /** By `performance.now()`. */
  private changedAt = performance.now();
  private sampling: Sampling;
  private readonly backoffs: ExponentialBackoff<number>;
  private backoff: IBackoff<unknown> | undefined;
  /** What the pause is where some of the probes went well: half an outage is no reason to stay away for longer each time. */
  private milder: IBackoff<unknown> | undefined;
  private period = SAMPLED;
  private probesLeft = 0;
  private probesAt = 0;
  private probesGood = 0;

  constructor(private readonly rules: BreakerSettings) {
    const { openMs: initialDelay, maxOpenMs: maxDelay } = rules;
    this.sampling = new Sampling(rules);
    this.backoffs = new ExponentialBackoff({ generator: noJitterGenerator, initialDelay, maxDelay });
  }

  /** Whether a call would be refused. */
  isShut(): boolean {
    if (this.state === 'closed') return false;
    this.look();
    return this.probesLeft === 0;
  }

  /** Undefined where a call must not be made now. */
  enter(): Pass | undefined {
    if (this.state === 'closed') return SAMPLED;
    this.look();
    if (this.probesLeft === 0) return undefined;
    this.probesLeft -= 1;
    return this.period;
  }

  succeeded(pass: Pass): void {
    if (pass === SAMPLED) {
      if (this.state === 'closed') this.sampling.succeeded();
      return;
    }
    if (pass !== this.period) return;
    this.probesGood += 1;
    if (this.state === 'open') this.backoff = this.milder ?? this.backoff;
    else if (this.probesGood >= this.rules.probes) this.close();
  }

  failed(pass: Pass): void {
    if (pass === SAMPLED) {
      if (this.state === 'closed' && this.sampling.failed()) this.open();
    } else if (this.isNow(pass)) this.open();
  }

  /** The call told nothing of the upstream: a probe may be made in its place. */
  toldNothing(pass: Pass): void {
    if (pass !== SAMPLED && this.isNow(pass)) this.probesLeft += 1;
  }

  /** Whole seconds until it makes sense to come again. */
  retryAfter(): number {
    return this.state === 'open' ? Math.max(1, Math.ceil(this.openLeft() / 1000)) : 1;
  }

  describe(): object {
    return {
      state: this.state,
      forSeconds: Math.round((performance.now() - this.changedAt) / 1000),
      ...(this.state === 'open' && { nextProbeInSeconds: this.retryAfter() }),
      sampled: this.sampling.describe(),
      rules: this.rules,
    };
  }

  private look(): void {
    if (this.state === 'open') {
      if (this.openLeft() <= 0) this.halfOpen();
    } else if (this.probesLeft === 0 && performance.now() - this.probesAt >= PROBES_MS) this.letThrough(1);
  }

  private openLeft(): number {
    return (this.backoff?.duration ?? 0) - (performance.now() - this.changedAt);
  }

  private isNow(pass: Pass): boolean {
    return this.state === 'half-open' && pass === this.period;
  }

  private open(): void {
    this.milder = this.backoff;
    if (this.backoff === undefined) this.backoff = this.backoffs.next();
    else if (this.probesGood === 0) this.backoff = this.backoff.next(undefined);
    this.probesLeft = 0;
    this.change('open');
  }

  private halfOpen(): void {
    this.period += 1;
    this.probesGood = 0;
    this.letThrough(this.rules.probes);
    this.change('half-open');
  }

  private letThrough(calls: number): void {
    this.probesLeft = calls;
    this.probesAt = performance.now();
  }

  private close(): void {
    // What the probes of this period may still tell is not asked for any more.
    this.period += 1;
    this.backoff = undefined;
    this.sampling = new Sampling(this.rules);
    this.change('closed');
  }

  private change(state: BreakerState): void {
    const isNew = state !== this.state;
    this.state = state;
    this.changedAt = performance.now();
    if (isNew) this.onChange?.(state);
  }
}
