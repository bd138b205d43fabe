import { performance } from 'node:perf_hooks';
import type { Readable } from 'node:stream';
import type { UpstreamFailure } from './upstream-error.js';

/** Milliseconds. */
interface CallTimes {
  firstByteMs: number;
  deadlineMs: number;
  /** Without a byte from, or to, a client that is waited for. */
  clientStallMs: number;
}

/** What ends when it is late. */
interface LateCall {
  fail: (failure: UpstreamFailure) => void;
}

/**
 * The time that an upstream has for a call: it stands still while the client is waited for, who has a limit of its own. One
 * timer does for all of them; most calls need none.
 */
export class CallClock {
  /** Later than the call by all the time for which the clock stood still. */
  private startedAt = performance.now();
  /** Since when the client is waited for. */
  private heldAt: number | undefined;
  private hasHead = false;
  private isStopped = false;
  private timer: NodeJS.Timeout;

  constructor(
    private readonly times: CallTimes,
    private readonly call: LateCall,
  ) {
    this.timer = setTimeout(onTime, Math.min(times.firstByteMs, times.deadlineMs), this);
  }

  /** Something is late: what, depends on what has come. */
  expire(): void {
    const left = this.left();
    if (this.heldAt !== undefined) this.call.fail('client-stalled');
    else if (left <= 1) this.call.fail('deadline');
    else if (!this.hasHead) this.call.fail('first-byte-timeout');
    else this.timer = setTimeout(onTime, Math.ceil(left), this);
  }

  head(): void {
    this.hasHead = true;
  }

  /** While an upload flows, the client is who it waits for; while it is stopped, and from its end on, the upstream is. */
  follow(upload: Readable): void {
    upload.once('resume', () =>
      upload.on('data', () => {
        if (!this.isStopped && this.heldAt !== undefined) this.timer.refresh();
      }),
    );
    upload.on('resume', () => {
      this.hold();
    });
    for (const event of ['pause', 'end']) {
      upload.on(event, () => {
        this.release();
      });
    }
  }

  hold(): void {
    if (this.isStopped || this.heldAt !== undefined) return;
    this.heldAt = performance.now();
    this.restart(this.times.clientStallMs);
  }

  release(): void {
    if (this.isStopped || this.heldAt === undefined) return;
    this.startedAt += performance.now() - this.heldAt;
    this.heldAt = undefined;
    this.restart(Math.max(this.left(), 1));
  }

  /** Stops for good: a stream may go on to flow, or to stand still. */
  stop(): void {
    clearTimeout(this.timer);
    this.isStopped = true;
  }

  private left(): number {
    return this.times.deadlineMs - (performance.now() - this.startedAt);
  }

  private restart(ms: number): void {
    clearTimeout(this.timer);
    // Node cuts the rest of a millisecond off, and what is early has another name.
    this.timer = setTimeout(onTime, Math.ceil(ms), this);
  }
}

/** One function for all calls, rather than a closure for each. */
function onTime(clock: CallClock): void {
  clock.expire();
}
