import { type ELDHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { WorkInFlight } from './work-in-flight.js';

/** Milliseconds between two samples of the event loop's delay: a sample is never below it. */
const RESOLUTION_MS = 20;
/** Milliseconds over which the delay is told. */
const EVERY_MS = 250;
/** With fewer calls under way, a delay is not their doing: a neighbour has the processor, or the process has just started. */
const FEW_CALLS = 100;
const NANOSECONDS = 1_000_000;

/** How much this process has to do. */
@Injectable()
export class Load implements OnApplicationShutdown {
  /** Mean delay of the event loop, milliseconds. */
  delayMs = 0;
  private readonly histogram: ELDHistogram;
  private readonly timer: NodeJS.Timeout;
  private readonly most: { calls: number; eventLoopDelayMs: number };

  constructor(
    private readonly work: WorkInFlight,
    { server }: Settings,
  ) {
    this.most = server.load;
    this.histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    this.histogram.enable();
    this.timer = setInterval(() => {
      this.look();
    }, EVERY_MS).unref();
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
    this.histogram.disable();
  }

  private look(): void {
    const mean = this.histogram.mean / NANOSECONDS;
    this.delayMs = Number.isFinite(mean) ? Math.max(0, mean - RESOLUTION_MS) : 0;
    this.histogram.reset();
  }
}
