import type { Readable, Writable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Seat } from './resilience/call-class.js';

export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

export interface AnswerHead {
  status: number;
  headers: AnswerHeaders;
}

export interface ForwardRequest {
  method: Dispatcher.HttpMethod;
  /** Path and query below the upstream's base path, already encoded. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: Buffer | string | Readable | undefined;
  /** Whole call, in milliseconds, without those in which the client is waited for. */
  deadlineMs: number;
  firstByteMs?: number | undefined;
  /** The caller wants it sooner than the upstream has to answer: that it was late then says nothing of the upstream. */
  isHurried?: boolean | undefined;
  /** An answer of at most this size is delivered whole, so that a cut one can still become an error. */
  bufferBytes: number;
  /** Whether a success does not wait for `bufferBytes`, but streams from its first byte on; by its headers. */
  streamAtOnce?: ((headers: AnswerHeaders) => boolean) | undefined;
  /** Where a larger answer goes, by its head and what has come of it. Without it, or where it returns undefined, the rest is thrown away. */
  openStream?: ((head: AnswerHead, start: Buffer) => Writable | undefined) | undefined;
  /** Whose share of the connections it takes. Default: nobody's. */
  seat?: Seat;
  /** The connection to the client: when it closes, nobody needs the answer and the call ends. */
  client?: Writable | undefined;
}

export type Answer =
  /** A replay is the answer to an earlier call with the same key; one with an age was given to an earlier read. */
  | (AnswerHead & { kind: 'whole'; body: Buffer; isReplay?: true; ageMs?: number })
  /** Only the first `bufferBytes` were read. */
  | (AnswerHead & { kind: 'truncated'; body: Buffer })
  | (AnswerHead & { kind: 'streamed'; bytes: number });
