import { percentile } from './percentile.js';

interface Answer {
  /** Milliseconds on the clock of `performance.now()`. */
  at: number;
  ms: number;
  /** 0 where there was none. */
  status: number;
}

/** What a load got. */
export class Answers {
  constructor(readonly answers: Answer[] = []) {}

  /** Those to requests that were sent in between. */
  between(from: number, to: number): Answers {
    return new Answers(this.answers.filter(({ at, ms }) => at - ms >= from && at - ms < to));
  }

  /** Milliseconds from `since` to the first success, undefined where there is none yet. */
  firstSuccess(since: number): number | undefined {
    const success = this.answers.find(({ at, status }) => at >= since && status === 200);
    return success && Math.round(success.at - since);
  }

  /** Milliseconds from `since` to the last answer that was no success; 0 where there was none. */
  lastFailure(since: number): number {
    const failure = this.answers.findLast(({ status }) => status !== 200);
    return failure === undefined ? 0 : Math.max(0, Math.round(failure.at - since));
  }

  /** How many answers there were with each status. */
  get statuses(): Record<number, number> {
    const counts: Record<number, number> = {};
    for (const { status } of this.answers) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }

  /** Milliseconds that at most `share` of the answers took longer than. */
  percentile(share: number): number {
    return percentile(
      this.answers.map(({ ms }) => ms),
      share,
    );
  }
}
