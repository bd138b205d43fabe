import { performance } from 'node:perf_hooks';
import type { CallerKind } from '../common/caller-kinds.js';

/** What the log line and the metrics say of one request. Filled in on its way; never holds a value that a client sent. */
export interface RequestRecord {
  startedAt: number;
  /** Id of the route, e.g. `cards.createStatement`; never the path, which holds identifiers. */
  route?: string | undefined;
  caller?: CallerKind | undefined;
  partner?: string | undefined;
  upstream?: string | undefined;
  upstreamMs?: number | undefined;
  problem?: string | undefined;
  /** Whether anything of the call may have reached the upstream. */
  sent?: boolean | undefined;
  isRead?: boolean | undefined;
  /** It came with an `Idempotency-Key`. */
  isKeyed?: boolean | undefined;
  /** It is answered with what the first call with its key was answered. */
  isReplay?: boolean | undefined;
  /** Where its answer came from what was kept. */
  cache?: 'hit' | undefined;
}

/** With all members from the start: one that is added later makes the record grow, and each time that is a copy. */
export function newRecord(): RequestRecord {
  return {
    startedAt: performance.now(),
    route: undefined,
    caller: undefined,
    partner: undefined,
    upstream: undefined,
    upstreamMs: undefined,
    problem: undefined,
    sent: undefined,
    isRead: undefined,
    isKeyed: undefined,
    isReplay: undefined,
    cache: undefined,
  };
}

declare module 'fastify' {
  interface FastifyRequest {
    record: RequestRecord;
  }
}
