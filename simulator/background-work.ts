const STEP_MS = 50;
const MAX_STEPS = 10;

interface Job {
  steps: (() => void)[];
  timer: NodeJS.Timeout | undefined;
}

/** What Migo takes in and does later: the rows of a workbook, the charges of a batch or a file. */
export class BackgroundWork {
  readonly #jobs = new Set<Job>();
  #stepMs = STEP_MS;

  /** Between two steps of a job; a change is good for those under way too. */
  get stepMs(): number {
    return this.#stepMs;
  }

  set stepMs(stepMs: number) {
    this.#stepMs = stepMs;
    for (const job of this.#jobs) this.#waitFor(job);
  }

  /** Does the items one after another, in at most ten steps; the first comes a step's time from now. */
  start(items: readonly (() => void)[]): void {
    const size = Math.max(1, Math.ceil(items.length / MAX_STEPS));
    const steps = Array.from({ length: Math.ceil(items.length / size) }, (_, index) => () => {
      for (const item of items.slice(index * size, (index + 1) * size)) item();
    });
    const job: Job = { steps, timer: undefined };
    this.#jobs.add(job);
    this.#waitFor(job);
  }

  /** Nothing that is left is done any more. */
  clear(): void {
    for (const { timer } of this.#jobs) clearTimeout(timer);
    this.#jobs.clear();
    this.#stepMs = STEP_MS;
  }

  // Unreferenced: work that is left must not keep a closed simulator's process alive.
  #waitFor(job: Job): void {
    clearTimeout(job.timer);
    job.timer = setTimeout(() => {
      job.steps.shift()?.();
      if (job.steps.length > 0) this.#waitFor(job);
      else this.#jobs.delete(job);
    }, this.#stepMs).unref();
  }
}
