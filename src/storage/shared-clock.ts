/**
 * The time that stored ends are told in: one for all replicas, and none that a step of a machine's clock moves. Redis keeps
 * it, because its own ends (TTLs) are told by its clock too; between two looks at it, time passes by the monotonic clock.
 * Without Redis it goes on from the time at which the process was started.
 */
class SharedClock {
  private origin = performance.timeOrigin;

  /** Milliseconds since the epoch. */
  now(): number {
    return Math.floor(this.origin + performance.now());
  }

  /** What the keeper's clock said when `performance.now()` was `at`; both in milliseconds. */
  follow(keeperNow: number, at: number): void {
    this.origin = keeperNow - at;
  }
}

/** One for a process, like the clock of the machine that it stands for. */
export const sharedClock = new SharedClock();
