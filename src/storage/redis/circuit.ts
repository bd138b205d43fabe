import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';

/** A caller learns within this time, in milliseconds, that Redis is away. */
const ANSWER_MS = 200;
/** So many commands in a row without an answer are an outage; a few are a slow command that was in front of them. */
const ENOUGH = 5;
const PROBE_PAUSE_MS = 50;

export class UnansweredError extends Error {}

/**
 * A circuit breaker for one Redis node. A node that has fallen silent gets nothing but one ping at a time, and callers learn
 * of it at once: waiting for each would pile them up.
 */
export class RedisCircuit {
  private unanswered = 0;
  private isOpen = false;

  /** `node` gives undefined where there is no such node any more. */
  constructor(private readonly node: () => Redis | undefined) {}

  async run<T>(command: () => Promise<T>): Promise<T> {
    if (this.isOpen) throw new UnansweredError('Redis has not answered lately');
    try {
      const reply = await inTime(command());
      this.unanswered = 0;
      return reply;
    } catch (error) {
      this.unanswered = error instanceof UnansweredError ? this.unanswered + 1 : 0;
      if (this.unanswered >= ENOUGH) void this.open();
      throw error;
    }
  }

  /** Until the node answers: one that was paused does so the moment that it goes on, as the ping lies there already. */
  private async open(): Promise<void> {
    if (this.isOpen) return;
    this.isOpen = true;
    while (!(await this.isWell())) await sleep(PROBE_PAUSE_MS);
    this.unanswered = 0;
    this.isOpen = false;
  }

  private async isWell(): Promise<boolean> {
    const node = this.node();
    if (node === undefined || node.status === 'end') return true;
    return node.ping().then(
      () => true,
      () => false,
    );
  }
}

function inTime<T>(reply: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      reject(new UnansweredError(`Redis has not answered within ${ANSWER_MS} ms`));
    };
    // After a stall of this process the reply lies in the socket: one more turn of the event loop reads it.
    const timer = setTimeout(() => setImmediate(giveUp), ANSWER_MS);
    reply.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
