import { IsInt, IsNumber, Max, Min } from 'class-validator';
import { ToNumber } from '../fields/to-number.js';

/** When calls of a failing upstream are refused at once. Times are milliseconds. */
export class BreakerSettings {
  /** Fewer calls tell nothing. */
  @ToNumber()
  @IsInt()
  @Min(1)
  @Max(10_000)
  samples = 20;

  @ToNumber()
  @IsInt()
  @Min(1000)
  @Max(600_000)
  windowMs = 10_000;

  /** Part of the calls of the window: connections that fail, time-outs, and 5xx. */
  @ToNumber()
  @IsNumber()
  @Min(0.05)
  @Max(0.99)
  failurePart = 0.5;

  /** Until calls are tried again; twice as long each time that those fail. */
  @ToNumber()
  @IsInt()
  @Min(100)
  @Max(600_000)
  openMs = 5000;

  @ToNumber()
  @IsInt()
  @Min(100)
  @Max(3_600_000)
  maxOpenMs = 60_000;

  /** Calls that are let through to see whether it is well: all of them must be. */
  @ToNumber()
  @IsInt()
  @Min(1)
  @Max(100)
  probes = 3;
}

/** Who may have how much of the connections of an upstream. Parts are between 0 and 1. */
export class BulkheadSettings {
  /** Connections of event streams and downloads, which nobody knows the length of. */
  @ToNumber()
  @IsInt()
  @Min(1)
  @Max(65_536)
  streams = 256;

  /** Connections of uploads, which are as slow as their clients. */
  @ToNumber()
  @IsInt()
  @Min(1)
  @Max(4096)
  uploads = 64;

  /** Calls that may wait for a connection; streams and uploads never do. */
  @ToNumber()
  @IsInt()
  @Min(0)
  @Max(65_536)
  queue = 512;

  /** Milliseconds that one may wait. */
  @ToNumber()
  @IsInt()
  @Min(1)
  @Max(60_000)
  queueMs = 5000;

  /** What one partner may have, where there are several. */
  @ToNumber()
  @IsNumber()
  @Min(0.01)
  @Max(1)
  partnerPart = 0.75;

  /** What one user, client or address may have of that. */
  @ToNumber()
  @IsNumber()
  @Min(0.01)
  @Max(1)
  callerPart = 0.75;
}

/** Of reads that met an accident: no connection, one that broke before an answer, 502, 503, 504. */
export class RetrySettings {
  /** Part of the calls that may be made again; 0 switches it off. */
  @ToNumber()
  @IsNumber()
  @Min(0)
  @Max(1)
  budgetPart = 0.2;
}
