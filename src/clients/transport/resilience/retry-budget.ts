/** Milliseconds in which calls and retries are counted together. */
const WINDOW_MS = 10_000;
/** Retries that are allowed where there are too few calls for a part of them. */
const AT_LEAST = 3;

/** Keeps retries a small part of the calls: an upstream that is in trouble must not get more of them than before. */
export class RetryBudget {
  private calls = 0;
  private retries = 0;
  readonly total = { made: 0, refused: 0 };
  private startedAt = 0;

  constructor(private readonly part: number) {}

  /** A call is made for the first time. `now` is by `performance.now()`. */
  count(now: number): void {
    if (now - this.startedAt >= WINDOW_MS) {
      this.startedAt = now;
      this.calls = 0;
      this.retries = 0;
    }
    this.calls += 1;
  }

  /** Whether one may be made again; it is counted then. */
  take(): boolean {
    if (this.part === 0 || this.retries >= Math.max(AT_LEAST, Math.floor(this.calls * this.part))) {
      this.total.refused += 1;
      return false;
    }
    this.retries += 1;
    this.total.made += 1;
    return true;
  }

  describe(): object {
    return { rules: { budgetPart: this.part }, ...this.total, lately: { calls: this.calls, retries: this.retries } };
  }
}
