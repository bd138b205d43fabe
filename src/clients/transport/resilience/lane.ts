import type { Pool } from 'undici';
import type { CurrentPool } from '../connection/current-pool.js';
import type { UpstreamName } from '../../../config/sections/upstream.settings.js';
import type { ForwardRequest } from '../upstream-call.js';
import { UpstreamError, type UpstreamFailure } from '../upstream-error.js';
import { Bulkhead, type BulkheadRules } from './bulkhead.js';
import type { Seat } from './call-class.js';

/** A second is soon enough for a call to find a place, and late enough not to be a flood. */
const RETRY_AFTER_SECONDS = 1;

interface LaneRules extends BulkheadRules {
  /** Milliseconds that a call may wait for a place. */
  queueMs: number;
}

/** Connections to an upstream, and who may have them. */
export class Lane {
  readonly bulkhead: Bulkhead;
  /** One for all: with a stack trace each, refusals would take the processor from what can be served. */
  private readonly noPlace: UpstreamError;

  constructor(
    private readonly upstream: UpstreamName,
    private readonly pools: CurrentPool,
    private readonly rules: LaneRules,
  ) {
    this.bulkhead = new Bulkhead(rules);
    this.noPlace = this.refusal('no-place');
  }

  /** The pool for one call: the next may get another. */
  get pool(): Pool {
    return this.pools.get();
  }

  /** Ends the pool, and what of earlier ones still runs. */
  async destroy(): Promise<void> {
    await this.pools.destroy();
  }

  /**
   * Waits for a place, which is then taken.
   *
   * @throws UpstreamError `no-place`, at once where the queue is full; `client-gone`
   */
  wait({ client, deadlineMs }: ForwardRequest, seat: Seat): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (failure: UpstreamFailure): void => {
        reject(failure === 'no-place' ? this.noPlace : this.refusal(failure));
      };
      const forget = (): void => {
        clearTimeout(timer);
        client?.off('close', onClientGone);
      };
      const leave = this.bulkhead.wait(seat, () => {
        forget();
        resolve();
      });
      const end = (failure: UpstreamFailure): void => {
        forget();
        leave?.();
        fail(failure);
      };
      const onClientGone = (): void => {
        end('client-gone');
      };
      const timer = setTimeout(end, Math.min(this.rules.queueMs, deadlineMs), 'no-place');
      if (leave === undefined) end('no-place');
      else client?.on('close', onClientGone);
    });
  }

  /** Where there is neither a place nor room in the queue. */
  refusalOf(seat: Seat): UpstreamError | undefined {
    // Where nobody waits there is room, and that is nearly always.
    if (this.bulkhead.pool.waiting === 0 && this.rules.queue > 0) return undefined;
    return this.bulkhead.refuses(seat) ? this.noPlace : undefined;
  }

  describe(): object {
    const { running, waiting, runningOf } = this.bulkhead.pool;
    const { connections, queue, queueMs, partnerPart, callerPart } = this.rules;
    const classes = Object.fromEntries(Object.entries(runningOf).filter(([, count]) => count > 0));
    return {
      ...{ connections, running, ...(running > 0 && { classes }) },
      ...{ queue, waiting, queueMs, refused: this.bulkhead.refused },
      ...{ partnerPart, callerPart },
    };
  }

  private refusal(failure: UpstreamFailure): UpstreamError {
    return new UpstreamError(this.upstream, failure, false, { retryAfter: RETRY_AFTER_SECONDS });
  }
}
