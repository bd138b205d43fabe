import { randomUUID } from 'node:crypto';
import type { Generations } from '../../storage/generations/generations.js';
import { StoreUnavailableError } from '../../storage/key-value-store.js';

/** Milliseconds between two attempts to tell of a write. */
const TELL_EVERY_MS = 100;

export interface ChangeOptions {
  generations: Generations;
  /** What is written to. */
  place: string;
  /** For how long after it has begun a write may have an effect, in milliseconds. */
  lifeMs: number;
  /** For how long a replica gives an answer again, in milliseconds. */
  keptMs: number;
}

/** One write, as all replicas are told of it. Why no read is stale: docs/adr/0012-reference-data-by-generations.md. */
export class Change {
  private readonly writer = randomUUID();
  private isAnnounced = false;

  constructor(private readonly options: ChangeOptions) {}

  async begin(): Promise<void> {
    const { generations, place, lifeMs } = this.options;
    this.isAnnounced = await isTold(generations.begin(place, this.writer, lifeMs));
  }

  /**
   * Before anybody learns what became of the write. Where the store is away, nothing of what was kept may be given any more when
   * this is over: either the announcement keeps it back, or its time has passed.
   */
  async end(): Promise<void> {
    const { generations, place, keptMs } = this.options;
    const until = performance.now() + keptMs;
    while (!(await isTold(generations.end(place, this.writer)))) {
      if (this.isAnnounced || performance.now() >= until) return;
      await new Promise((resolve) => setTimeout(resolve, TELL_EVERY_MS));
    }
  }
}

async function isTold(told: Promise<void>): Promise<boolean> {
  try {
    await told;
    return true;
  } catch (error) {
    if (error instanceof StoreUnavailableError) return false;
    throw error;
  }
}
