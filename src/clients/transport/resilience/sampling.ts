import type { BreakerSettings } from '../../../config/sections/resilience.settings.js';

/** Spans of the window that are counted apart. */
const SPANS = 20;
/** Of them, as many are judged at least: a moment in which connections break is no outage. */
const LEAST_SPANS = 6;

interface Span {
  good: number;
  bad: number;
}

/**
 * How the last calls went. What is judged is the shortest time up to now with enough of them: that an upstream was well before
 * must not hide that half of its answers are failures now.
 */
export class Sampling {
  private readonly spans: Span[] = Array.from({ length: SPANS }, () => ({ good: 0, bad: 0 }));
  /** The number of the span that is counted in now, since the process began. */
  private current = 0;

  constructor(private readonly rules: Pick<BreakerSettings, 'samples' | 'windowMs' | 'failurePart'>) {}

  succeeded(): void {
    this.spanOfNow().good += 1;
  }

  /** Whether it is enough. */
  failed(): boolean {
    this.spanOfNow().bad += 1;
    const { samples, failurePart } = this.rules;
    const judged = { good: 0, bad: 0 };
    for (let back = 0; back < SPANS; back += 1) {
      const { good, bad } = this.spanAt(this.current - back);
      judged.good += good;
      judged.bad += bad;
      if (back + 1 >= LEAST_SPANS && judged.good + judged.bad >= samples) break;
    }
    const calls = judged.good + judged.bad;
    return calls >= samples && judged.bad >= calls * failurePart;
  }

  /** In the window. */
  describe(): object {
    this.spanOfNow();
    const sum = (of: keyof Span): number => this.spans.reduce((all, span) => all + span[of], 0);
    return { succeeded: sum('good'), failed: sum('bad') };
  }

  private spanOfNow(): Span {
    const now = Math.floor((performance.now() * SPANS) / this.rules.windowMs);
    const since = Math.max(this.current + 1, now - SPANS + 1);
    for (let number = since; number <= now; number += 1) Object.assign(this.spanAt(number), { good: 0, bad: 0 });
    this.current = now;
    return this.spanAt(now);
  }

  private spanAt(number: number): Span {
    const index = ((number % SPANS) + SPANS) % SPANS;
    return (this.spans[index] ??= { good: 0, bad: 0 });
  }
}
