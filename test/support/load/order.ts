/**
 * What a load generator is to do: so many requests a second, or on so many connections one after another. With both, a request
 * whose time has come waits for a connection, as in a proxy that has so many.
 */
export interface Order {
  port: number;
  /** As they go over the wire, in turn; `{key}` is another each time. */
  requests: readonly string[];
  seconds: number;
  perSecond?: number;
  connections?: number;
}

export interface Measured {
  /**
   * When it came, on the clock of the generator, and how long it took, in milliseconds, less the time when the generator was not
   * running; the status, 0 where there was none.
   */
  answers: [at: number, ms: number, status: number][];
  unanswered: number;
  /** How long the generator did not run, at worst, on a machine that others use, too. */
  stallMs: number;
}
