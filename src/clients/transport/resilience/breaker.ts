import { performance } from 'node:perf_hooks';
import { CircuitState, ExponentialBackoff, type IBackoff, noJitterGenerator, SamplingBreaker } from 'cockatiel';
import { numberField } from '../../../common/json.js';
import type { BreakerSettings } from '../../../config/sections/resilience.settings.js';

export const BREAKER_STATES = ['closed', 'open', 'half-open'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];

/** What a call brings back, so that what it found counts where it belongs. */
export type Pass = number;

/** Of a call that is let through while the breaker is closed. Probes have the number of their period. */
const SAMPLED: Pass = 0;

/** Half open, for so many milliseconds no more than the probes are let through; longer ones must not keep the upstream away. */
const PROBES_MS = 5000;

/**
 * Keeps calls from an upstream that fails: they are refused at once, and the upstream is left in peace. Samples and pauses
 * are Cockatiel's; what is around them is not, because its policy lets one probe through and costs each call several
 * promises (docs/adr/0010).
 */
export class Breaker {
  state: BreakerState = 'closed';
  /** Told of every change. */
  onChange: ((state: BreakerState) => void) | undefined;
  /** By `performance.now()`. */
  private changedAt = performance.now();
  private sampledAt = 0;
  private sampling: SamplingBreaker;
  private readonly backoffs: ExponentialBackoff<number>;
  private backoff: IBackoff<unknown> | undefined;
  private period = SAMPLED;
  private probesLeft = 0;
  private probesGood = 0;

  constructor(private readonly rules: BreakerSettings) {
    const { openMs: initialDelay, maxOpenMs: maxDelay } = rules;
    this.sampling = newSampling(rules);
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
      if (this.state === 'closed') this.sample(true);
      return;
    }
    if (!this.isNow(pass)) return;
    this.probesGood += 1;
    if (this.probesGood >= this.rules.probes) this.close();
  }

  failed(pass: Pass): void {
    if (pass === SAMPLED) {
      if (this.state === 'closed' && this.sample(false)) this.open();
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
    const sampled = this.sampling.state;
    return {
      state: this.state,
      forSeconds: Math.round((performance.now() - this.changedAt) / 1000),
      ...(this.state === 'open' && { nextProbeInSeconds: this.retryAfter() }),
      sampled: {
        succeeded: numberField(sampled, 'currentSuccesses'),
        failed: numberField(sampled, 'currentFailures'),
      },
    };
  }

  private look(): void {
    if (this.state === 'open') {
      if (this.openLeft() <= 0) this.halfOpen();
    } else if (this.probesLeft === 0 && performance.now() - this.changedAt >= PROBES_MS) this.halfOpen();
  }

  private openLeft(): number {
    return (this.backoff?.duration ?? 0) - (performance.now() - this.changedAt);
  }

  private isNow(pass: Pass): boolean {
    return this.state === 'half-open' && pass === this.period;
  }

  /** Whether it is enough. After a pause as long as the window nothing of what was sampled counts. */
  private sample(isGood: boolean): boolean {
    const now = performance.now();
    if (now - this.sampledAt > this.rules.windowMs) this.sampling = newSampling(this.rules);
    this.sampledAt = now;
    if (!isGood) return this.sampling.failure(CircuitState.Closed);
    this.sampling.success(CircuitState.Closed);
    return false;
  }

  private open(): void {
    this.backoff = this.backoff === undefined ? this.backoffs.next() : this.backoff.next(undefined);
    this.probesLeft = 0;
    this.change('open');
  }

  private halfOpen(): void {
    this.period += 1;
    this.probesLeft = this.rules.probes;
    this.probesGood = 0;
    this.change('half-open');
  }

  private close(): void {
    this.backoff = undefined;
    this.sampling = newSampling(this.rules);
    this.change('closed');
  }

  private change(state: BreakerState): void {
    const isNew = state !== this.state;
    this.state = state;
    this.changedAt = performance.now();
    if (isNew) this.onChange?.(state);
  }
}

function newSampling({ samples, windowMs, failurePart }: BreakerSettings): SamplingBreaker {
  return new SamplingBreaker({
    // Cockatiel opens above the part, this one from the part on.
    threshold: failurePart - Number.EPSILON,
    duration: windowMs,
    minimumRps: (samples * 1000) / windowMs,
  });
}
