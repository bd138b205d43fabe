import { Problem } from '../problems/problem.js';

/** Longest wait for a permit, in milliseconds: the usual deadline of a call. */
const WAIT_MS = 8000;

interface Semaphore {
  /** Tasks that hold a permit or wait for one. */
  users: number;
  /** Permits that are held. */
  held: number;
  /** Permits that there are, as far as is known. */
  permits: number;
  waiters: Set<() => void>;
}

interface GuardedTask<T> {
  /** Permits that the key has at most. */
  maxPermits: number;
  /** Permits that it has now, at least one. Read at each attempt to acquire one; throws where nobody may run any more. */
  readPermits: () => Promise<number>;
  task: () => Promise<T>;
}

/** A counting semaphore for each key, whose number of permits changes; waiters acquire in the order in which they came. Nothing is kept of an unused key. */
export class KeyedSemaphore {
  private readonly semaphores = new Map<string, Semaphore>();

  /** @throws Problem `rate_limited` for a waiter that has waited for too long */
  async run<T>(key: string, { maxPermits, readPermits, task }: GuardedTask<T>): Promise<T> {
    const semaphore = this.semaphores.get(key) ?? { users: 0, held: 0, permits: maxPermits, waiters: new Set() };
    this.semaphores.set(key, semaphore);
    semaphore.users += 1;
    try {
      return await runWithPermit(semaphore, { readPermits, task });
    } finally {
      semaphore.users -= 1;
      if (semaphore.users === 0) this.semaphores.delete(key);
    }
  }

  /** Keys in use. */
  get size(): number {
    return this.semaphores.size;
  }
}

async function runWithPermit<T>(
  semaphore: Semaphore,
  { readPermits, task }: Omit<GuardedTask<T>, 'maxPermits'>,
): Promise<T> {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    // The first permit is always to be had, to read how many there are by now.
    while (semaphore.held > 0 && semaphore.held >= semaphore.permits) await permitReleased(semaphore, deadline);
    semaphore.held += 1;
    try {
      semaphore.permits = await readPermits();
      if (semaphore.held <= semaphore.permits) {
        if (semaphore.held < semaphore.permits) wakeNext(semaphore);
        return await task();
      }
    } finally {
      semaphore.held -= 1;
      // A permit too many, when it is given back, wakes nobody: there is none for a waiter. Those who hold the others will.
      if (semaphore.held < semaphore.permits) wakeNext(semaphore);
    }
    await permitReleased(semaphore, deadline);
  }
}

function permitReleased({ waiters }: Semaphore, deadline: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const wake = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      waiters.delete(wake);
      reject(new Problem('rate_limited', { headers: { 'retry-after': '1' } }));
    }, deadline - performance.now());
    waiters.add(wake);
  });
}

function wakeNext({ waiters }: Semaphore): void {
  for (const wake of waiters) {
    waiters.delete(wake);
    wake();
    return;
  }
}
