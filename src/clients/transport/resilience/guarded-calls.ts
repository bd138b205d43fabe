import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { UpstreamName, UpstreamSettings } from '../../../config/sections/upstream.settings.js';
import { isIdleReset } from '../connection/interim-answers.js';
import type { Answer, ForwardRequest } from '../upstream-call.js';
import { UpstreamError } from '../upstream-error.js';
import { outcomeOfAnswer, outcomeOfFailure, UpstreamHealth } from '../upstream-health.js';
import { Breaker, type Pass } from './breaker.js';
import { CLASS_RULES, type PoolName, type Seat } from './call-class.js';
import type { Lane } from './lane.js';
import { RetryBudget } from './retry-budget.js';
import { isSafe, type Outcome, retryPauseOf } from './retry.js';

/** The wire. */
interface Wire {
  name: UpstreamName;
  lanes: Readonly<Record<PoolName, Lane>>;
  /** `deadlineMs` is what is left of the request's. */
  exchange: (dispatcher: Dispatcher, request: ForwardRequest, deadlineMs: number) => Promise<Answer>;
  /** The same on a connection that nobody has used before. */
  exchangeAnew: (request: ForwardRequest, deadlineMs: number) => Promise<Answer>;
}

/** On any connection, or on one that nobody has used before. */
type Repetition = 'alike' | 'anew';

/** An answer that is worth more than a look is rare. */
const SERVER_ERROR = 500;

/** Whether a call may be made, where it waits, what it tells of the upstream, and whether it is made again. */
export class GuardedCalls {
  readonly breaker: Breaker;
  readonly health = new UpstreamHealth();
  readonly budget: RetryBudget;
  private refused: UpstreamError | undefined;

  constructor(
    private readonly wire: Wire,
    { breaker, retry }: UpstreamSettings,
  ) {
    this.breaker = new Breaker(breaker);
    this.budget = new RetryBudget(retry.budgetPart);
  }

  /**
   * From the queue for a place to the answer, in one function: each that waits for another costs a call some promises.
   *
   * @throws UpstreamError
   */
  async send(request: ForwardRequest, seat: Seat): Promise<Answer> {
    const startedAt = performance.now();
    const { exchange, exchangeAnew, lanes } = this.wire;
    const lane = lanes[CLASS_RULES[seat.class].pool];
    // What would be refused anyway does not wait.
    if (this.breaker.isShut()) throw this.refusal();
    if (!lane.bulkhead.enter(seat)) await lane.wait(request, seat);
    this.budget.count(startedAt);
    try {
      for (let repetition: Repetition | undefined; ;) {
        const pass = this.breaker.enter();
        if (pass === undefined) throw this.refusal();
        const sentAt = performance.now();
        const deadlineMs = Math.max(1, request.deadlineMs - (sentAt - startedAt));
        let outcome: Outcome;
        try {
          const answer = await (repetition === 'anew'
            ? exchangeAnew(request, deadlineMs)
            : exchange(lane.pool, request, deadlineMs));
          this.told(pass, request, answer, sentAt);
          if (answer.status < SERVER_ERROR) return answer;
          outcome = { answer };
        } catch (error) {
          this.toldBy(error, pass, request);
          outcome = { error };
        }
        if (repetition !== undefined || !isSafe(request)) return resultOf(outcome);
        repetition = await this.repetitionOf(outcome, request, startedAt);
        if (repetition === undefined) return resultOf(outcome);
      }
    } finally {
      lane.bulkhead.leave(seat);
    }
  }

  /** Why a call would be refused at once. */
  refusalOf(seat: Seat): UpstreamError | undefined {
    if (this.breaker.isShut()) return this.refusal();
    return this.wire.lanes[CLASS_RULES[seat.class].pool].refusalOf(seat);
  }

  /** How a safe call is made once more, after a pause, where that may help. */
  private async repetitionOf(
    outcome: Outcome,
    request: ForwardRequest,
    startedAt: number,
  ): Promise<Repetition | undefined> {
    // The server had closed the connection before it was used: that is no accident, and no other idle one is tried.
    if ('error' in outcome && wasIdle(outcome.error)) return 'anew';
    const left = request.deadlineMs - (performance.now() - startedAt);
    const pause = retryPauseOf(outcome, left);
    if (pause === undefined || this.breaker.isShut() || !this.budget.take()) return undefined;
    await sleep(pause);
    return request.client?.destroyed === true || this.breaker.isShut() ? undefined : 'alike';
  }

  private told(pass: Pass, request: ForwardRequest, answer: Answer, sentAt: number): void {
    const outcome = outcomeOfAnswer(request, answer, performance.now() - sentAt);
    this.health.add(outcome);
    if (outcome.failed === undefined) this.breaker.succeeded(pass);
    else this.breaker.failed(pass);
  }

  private toldBy(error: unknown, pass: Pass, request: ForwardRequest): void {
    const isRepeated = isSafe(request) && wasIdle(error);
    const outcome = isRepeated || !(error instanceof UpstreamError) ? undefined : outcomeOfFailure(request, error);
    if (outcome !== undefined) this.health.add(outcome);
    // A redirect is a mistake in the settings, and no outage.
    if (outcome === undefined || outcome.failed === 'redirect') this.breaker.toldNothing(pass);
    else this.breaker.failed(pass);
  }

  /** The same one as long as it says the same. */
  private refusal(): UpstreamError {
    const retryAfter = this.breaker.retryAfter();
    if (this.refused?.retryAfter !== retryAfter)
      this.refused = new UpstreamError(this.wire.name, 'breaker-open', false, { retryAfter });
    return this.refused;
  }
}

function wasIdle(error: unknown): boolean {
  return error instanceof UpstreamError && isIdleReset(error.cause);
}

function resultOf(outcome: Outcome): Answer {
  if ('answer' in outcome) return outcome.answer;
  throw outcome.error;
}
