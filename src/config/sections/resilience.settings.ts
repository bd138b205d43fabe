import { Decimal, Integer } from '../fields/numbers.js';

/** When calls of a failing upstream are refused at once. Times are milliseconds. */
export class BreakerSettings {
  /** Fewer calls tell nothing. */
  @Integer({ min: 1, max: 10_000 })
  samples = 20;

  @Integer({ min: 1000, max: 600_000 })
  windowMs = 10_000;

  /** Part of the last calls, of the window at most: connections that fail, time-outs, and 5xx. */
  @Decimal({ min: 0.05, max: 0.99 })
  failurePart = 0.5;

  /** Until calls are tried again; twice as long each time that all of those fail. */
  @Integer({ min: 100, max: 600_000 })
  openMs = 5000;

  @Integer({ min: 100, max: 3_600_000 })
  maxOpenMs = 60_000;

  /** Calls that are let through to see whether it is well: all of them must be. */
  @Integer({ min: 1, max: 100 })
  probes = 3;
}

/** Who may have how much of the connections of an upstream. Parts are between 0 and 1. */
export class BulkheadSettings {
  /** Connections of event streams and downloads, which nobody knows the length of. */
  @Integer({ min: 1, max: 65_536 })
  streams = 256;

  /** Connections of uploads, which are as slow as their clients. */
  @Integer({ min: 1, max: 4096 })
  uploads = 64;

  /** Calls that may wait for a connection; streams and uploads never do. */
  @Integer({ min: 0, max: 65_536 })
  queue = 512;

  /** Milliseconds that one may wait. */
  @Integer({ min: 1, max: 60_000 })
  queueMs = 5000;

  /** What one partner may have, where there are several. */
  @Decimal({ min: 0.01, max: 1 })
  partnerPart = 0.75;

  /** What one user, client or address may have of that. */
  @Decimal({ min: 0.01, max: 1 })
  callerPart = 0.75;
}

/** Of reads that met an accident: no connection, one that broke before an answer, 502, 503, 504. */
export class RetrySettings {
  /** Part of the calls that may be made again; 0 switches it off. */
  @Decimal({ min: 0, max: 1 })
  budgetPart = 0.2;
}
