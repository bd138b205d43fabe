import { performance } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { WorkInFlight } from './work-in-flight.js';

/** Milliseconds between two looks at the clock: by how much they are late, the event loop is. */
const SAMPLE_MS = 20;
/** Milliseconds over which the delay is told. */
const WINDOW_MS = 250;
/** With fewer calls under way, a delay is not their doing: a neighbour has the processor, or the process has just started. */
const FEW_CALLS = 100;

/** How much this process has to do. */
@Injectable()
export class Load implements OnApplicationShutdown {
  /** Mean delay of the event loop, milliseconds. */
  delayMs = 0;
  private readonly timer: NodeJS.Timeout;
  private sampledAt = performance.now();
  private toldAt = this.sampledAt;
  private samples = 0;
  private lateMs = 0;
  private readonly most: { calls: number; eventLoopDelayMs: number };

  constructor(
    private readonly work: WorkInFlight,
    { server }: Settings,
  ) {
    this.most = server.load;
    this.timer = setInterval(() => {
      this.sample(performance.now());
    }, SAMPLE_MS).unref();
  }

  /** 1 where the process has as much to do as the settings allow. */
  get pressure(): number {
    const { count } = this.work;
    const byCalls = count / this.most.calls;
    if (count < FEW_CALLS) return byCalls;
    return Math.max(byCalls, this.delayMs / this.most.eventLoopDelayMs);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /**
   * In one timer with the telling, and not by Node's histogram of the delay: where every turn of the loop is longer than the
   * window, that is read and reset before each of its samples, and tells of none.
   */
  private sample(now: number): void {
    this.samples += 1;
    this.lateMs += Math.max(0, now - this.sampledAt - SAMPLE_MS);
    this.sampledAt = now;
    if (now - this.toldAt < WINDOW_MS) return;
    this.delayMs = this.lateMs / this.samples;
    this.toldAt = now;
    this.samples = 0;
    this.lateMs = 0;
  }
}
