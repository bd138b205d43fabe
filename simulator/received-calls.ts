import type { IncomingHttpHeaders } from 'node:http';
import { pathMatches, type PathSelection } from './path-match.js';
import type { Upstream } from './upstream.js';

const MAX_CALLS = 20_000;
const MAX_BODY_BYTES = 64 * 1024;
// 20,000 full bodies would be more than a gigabyte; a load test must not end in a dead simulator.
const MAX_KEPT_BODY_BYTES = 128 * 1024 * 1024;
// Dropping the oldest one by one would move the whole list at every call.
const DROP_BATCH = 500;

export interface ReceivedCall {
  at: string;
  upstream: Upstream;
  method: string;
  /** Decoded by nobody: as sent, without base path and query. */
  path: string;
  query: unknown;
  /** The request target exactly as it arrived. */
  url: string;
  headers: IncomingHttpHeaders;
  /** Text of the first 64 KiB. */
  body: string;
  bodyBytes: number;
  /** `null` when no status was sent (yet). */
  status: number | null;
  /** Text of the first 64 KiB of the answer; empty where there is none (yet), or a stream. */
  answer: string;
}

export interface CallSelection extends PathSelection {
  upstream: Upstream | undefined;
  method: string | undefined;
}

/** What the four APIs received, with real header values: made for tests, and reachable only by the control port. */
export class ReceivedCalls {
  #calls: ReceivedCall[] = [];
  #keptBytes = 0;

  get count(): number {
    return this.#calls.length;
  }

  add(call: ReceivedCall): void {
    this.#calls.push(call);
    if (this.#calls.length > MAX_CALLS) this.#dropOldest();
  }

  setBody(call: ReceivedCall, body: Buffer): void {
    call.body = body.toString('utf8', 0, MAX_BODY_BYTES);
    call.bodyBytes = body.length;
    this.#keep(Math.min(body.length, MAX_BODY_BYTES));
  }

  setAnswer(call: ReceivedCall, answer: string): void {
    call.answer = answer.slice(0, MAX_BODY_BYTES);
    this.#keep(call.answer.length);
  }

  select(selection: CallSelection): ReceivedCall[] {
    return this.#calls.filter(
      (call) =>
        (selection.upstream === undefined || call.upstream === selection.upstream) &&
        (selection.method === undefined || call.method === selection.method) &&
        pathMatches(selection, call.path),
    );
  }

  clear(): void {
    this.#calls = [];
    this.#keptBytes = 0;
  }

  #keep(bytes: number): void {
    this.#keptBytes += bytes;
    while (this.#keptBytes > MAX_KEPT_BODY_BYTES && this.#calls.length > 1) this.#dropOldest();
  }

  #dropOldest(): void {
    const dropped = this.#calls.splice(0, Math.min(DROP_BATCH, this.#calls.length - 1));
    for (const { bodyBytes, answer } of dropped) {
      this.#keptBytes -= Math.min(bodyBytes, MAX_BODY_BYTES) + answer.length;
    }
  }
}
