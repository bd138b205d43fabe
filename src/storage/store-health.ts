import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisSettings } from '../config/sections/redis.settings.js';
import type { ContextLogger } from '../observability/logger.js';
import { Degraded, NotReady } from '../observability/readiness.js';
import type { Acknowledgement } from './claims/redis.claims.js';
import { StoreUnavailableError } from './key-value-store.js';
import type { RedisStoreEvents } from './redis/connection-events.js';
import { diagnosis, isReply, NO_USABLE_ANSWER, type StoreFault, tlsDiagnosis } from './redis/diagnosis.js';
import { RedisStore } from './redis/redis.store.js';

/** Milliseconds until an examination that could not be made is made again: at first, and at most. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5000;

const NOT_YET = 'there was no connection yet';
const NOT_ANY_MORE = 'it does not work any more';
const VAGUE: readonly string[] = [NOT_YET, NOT_ANY_MORE];

/** What is known of a Redis: told on the log once for each reason, and whenever `/readyz` is asked. */
export class StoreHealth {
  readonly store: RedisStore;
  /** Of a Redis that works. */
  private faults: readonly StoreFault[] = [];
  /** Why it does not work; undefined while it does. */
  private reason: string | undefined = NOT_YET;
  /** Every reason of an outage: errors may alternate. */
  private readonly told = new Set<string>();
  /** Ends what an older one has begun. */
  private turn = 0;

  private readonly events: RedisStoreEvents = {
    // After a failover it is another server, with users and policies of its own.
    onConnected: () => void this.examine(),
    onUnheard: () => void this.examine(),
    onDisconnected: (err) => {
      this.reason ??= NOT_ANY_MORE;
      this.tell(diagnosis(err, this.settings), { text: 'Redis is away', err });
    },
    onTlsFault: (fault) => {
      this.tell(tlsDiagnosis(fault, this.settings), { text: 'Redis' });
    },
    onClosed: () => {
      this.turn += 1;
    },
  };

  constructor(
    private readonly settings: RedisSettings,
    acknowledgement: Acknowledgement,
    private readonly logger: ContextLogger,
  ) {
    this.store = new RedisStore(settings, this.events, acknowledgement);
  }

  async check(): Promise<'ok' | Degraded> {
    try {
      await this.store.probe();
    } catch (error) {
      throw new NotReady(this.reasonOf(causeOf(error)), { cause: error });
    }
    // What was wrong may be mended by now: a replica has joined, a policy was set.
    if (this.faults.length > 0 || this.reason !== undefined) await this.examineOnce();
    return this.faults.length === 0 ? 'ok' : new Degraded(this.faults.map(({ found }) => found).join('; '));
  }

  /** Until one has been made: a connection may break meanwhile, and those to the nodes of a Cluster are made one by one. */
  private async examine(): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    for (let pause = FIRST_PAUSE_MS; turn === this.turn; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      if (await this.examineOnce()) return;
      await sleep(pause, undefined, { ref: false });
    }
  }

  private async examineOnce(): Promise<boolean> {
    try {
      this.become(await this.store.examine());
      return true;
    } catch (error) {
      this.refused(causeOf(error));
      return false;
    }
  }

  private become(faults: readonly StoreFault[]): void {
    if (this.reason !== undefined) {
      this.logger.info({}, 'connected to Redis');
      this.told.clear();
    }
    this.reason = undefined;
    const told = new Set(this.faults.map(({ found }) => found));
    for (const { found, remedy } of faults) if (!told.has(found)) this.logger.error({ remedy }, `Redis: ${found}`);
    this.faults = faults;
  }

  /** Only what Redis has said: another failure may be of a connection that was just lost. */
  private refused(err: Error): void {
    if (!isReply(err)) return;
    this.reason ??= NOT_ANY_MORE;
    this.tell(diagnosis(err, this.settings), { text: 'Redis does not take what a session needs', err });
  }

  private tell({ found, remedy }: StoreFault, { text, ...cause }: { text: string; err?: Error }): void {
    if (!this.told.has(found)) this.logger.error({ ...cause, remedy }, `${text}: ${found}`);
    this.told.add(found);
    // While Redis works it is of another connection, as to one of several Sentinels.
    if (this.reason === undefined) return;
    // What follows a refusal may be no more than that the connection was closed.
    if (!found.startsWith(NO_USABLE_ANSWER) || VAGUE.includes(this.reason)) this.reason = found;
  }

  /** Of a connection that is not there, its own error says more than that it is not there. */
  private reasonOf(cause: Error): string {
    this.refused(cause);
    return this.reason ?? diagnosis(cause, this.settings).found;
  }
}

function causeOf(error: unknown): Error {
  const cause = error instanceof StoreUnavailableError ? error.cause : error;
  return cause instanceof Error ? cause : new Error('no reason was given', { cause });
}
