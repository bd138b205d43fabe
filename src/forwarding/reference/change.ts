import { randomUUID } from 'node:crypto';
import type { Announcement, Generations } from '../../storage/generations/generations.js';
import { StoreUnavailableError } from '../../storage/key-value-store.js';

/** Milliseconds between two attempts to tell of a write. */
const TELL_EVERY_MS = 100;

export interface ChangeOptions {
  generations: Generations;
  /** What is written to. */
  place: string;
  /** Milliseconds after its beginning in which a write may have an effect. */
  lifeMs: number;
  /** Milliseconds that its end waits at most for a store that is away: for so long a replica gives an answer again. */
  heldMs: number;
}

/** One write, as all replicas are told of it. Why no read is stale: docs/adr/0012-reference-data-by-generations.md. */
export class Change {
  private readonly writer = randomUUID();
  private announced: Announcement | undefined;

  constructor(private readonly options: ChangeOptions) {}

  async begin(): Promise<void> {
    const { generations, place, lifeMs } = this.options;
    this.announced = await unlessAway(generations.begin(place, this.writer, lifeMs));
  }

  /**
   * Before anybody learns what became of the write. Where the store is away, nothing that was kept is given any more when this is
   * over: its announcement holds all back, or their time has passed.
   */
  async end(): Promise<void> {
    const { heldMs } = this.options;
    const until = performance.now() + heldMs;
    while (!(await this.isTold())) {
      if (this.announced?.stands() === true || performance.now() >= until) return;
      await new Promise((resolve) => setTimeout(resolve, TELL_EVERY_MS));
    }
  }

  private async isTold(): Promise<boolean> {
    const { generations, place } = this.options;
    return (await unlessAway(generations.end(place, this.writer).then(() => true))) ?? false;
  }
}

/** Undefined where the store is away. */
async function unlessAway<T>(told: Promise<T>): Promise<T | undefined> {
  try {
    return await told;
  } catch (error) {
    if (error instanceof StoreUnavailableError) return undefined;
    throw error;
  }
}
