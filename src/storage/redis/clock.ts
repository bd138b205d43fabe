import type { Cluster, Redis } from 'ioredis';
import { sharedClock } from '../shared-clock.js';

/** How often Redis is asked for the time, in milliseconds: a machine that was suspended has lost some. */
const LOOK_EVERY_MS = 5000;
/** An answer that took longer says nothing: this process may have stood still meanwhile. */
const LONGEST_ANSWER_MS = 500;

/** Sets the shared clock by that of Redis. */
export class RedisClock {
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly commands: Redis | Cluster) {
    commands.on('ready', () => void this.look());
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  /** Where Redis does not say, time goes on as before. */
  async look(): Promise<void> {
    const askedAt = performance.now();
    const [seconds, microseconds] = (await this.commands.time().catch(() => [])).map(Number);
    const tookMs = performance.now() - askedAt;
    if (seconds === undefined || microseconds === undefined || tookMs > LONGEST_ANSWER_MS) return;
    sharedClock.follow(seconds * 1000 + microseconds / 1000, askedAt + tookMs / 2);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
