import { BackgroundWork } from './background-work.js';
import { VirtualClock } from './clock.js';
import { FaultBoard } from './faults.js';
import { ReceivedCalls } from './received-calls.js';
import { SampleHeaders } from './sample-headers.js';
import { seedState } from './state/seed.js';
import type { State } from './state/state.js';
import { TokenBook } from './tokens/token-book.js';

/** All that the four APIs share. Handlers read `world.state` on each call, because a reset replaces it. */
export class World {
  readonly clock = new VirtualClock();
  readonly faults = new FaultBoard();
  readonly calls = new ReceivedCalls();
  readonly tokens = new TokenBook(this.clock);
  readonly sampleHeaders = new SampleHeaders();
  readonly work = new BackgroundWork();
  state: State = seedState(this.clock.nowMs());

  /** With `keepTokens` everybody stays logged in. */
  reset({ keepTokens }: { keepTokens: boolean }): void {
    this.clock.reset();
    this.faults.clear();
    this.calls.clear();
    this.sampleHeaders.clear();
    if (!keepTokens) this.tokens.clear();
    this.work.clear();
    this.state.batches.clear();
    this.state = seedState(this.clock.nowMs());
  }
}
