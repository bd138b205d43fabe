import { VirtualClock } from './clock.js';
import { FaultBoard } from './faults.js';
import { ReceivedCalls } from './received-calls.js';
import { seedState } from './state/seed.js';
import type { State } from './state/state.js';
import { TokenBook } from './tokens/token-book.js';

const PROGRESS_INTERVAL_MS = 50;

/** All that the four APIs share. Handlers read `world.state` on each call, because a reset replaces it. */
export class World {
  readonly clock = new VirtualClock();
  readonly faults = new FaultBoard();
  readonly calls = new ReceivedCalls();
  readonly tokens = new TokenBook(this.clock);
  /** Between two frames of a batch's progress. */
  progressIntervalMs = PROGRESS_INTERVAL_MS;
  state: State = seedState(this.clock.nowMs());

  /** With `keepTokens` everybody stays logged in. */
  reset({ keepTokens }: { keepTokens: boolean }): void {
    this.clock.reset();
    this.faults.clear();
    this.calls.clear();
    if (!keepTokens) this.tokens.clear();
    this.progressIntervalMs = PROGRESS_INTERVAL_MS;
    this.state = seedState(this.clock.nowMs());
  }
}
