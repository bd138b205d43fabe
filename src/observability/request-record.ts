import type { CallerKind } from '../common/caller-kinds.js';

/** What the log line and the metrics say of one request. Filled in on its way; never holds a value that a client sent. */
export interface RequestRecord {
  startedAt: number;
  /** Id of the route, e.g. `cards.createStatement`; never the path, which holds identifiers. */
  route?: string;
  caller?: CallerKind;
  partner?: string;
  upstream?: string;
  upstreamMs?: number;
  problem?: string;
  /** Whether anything of the call may have reached the upstream. */
  sent?: boolean;
  isRead?: boolean;
  /** It came with an `Idempotency-Key`. */
  isKeyed?: boolean;
  /** It is answered with what the first call with its key was answered. */
  isReplay?: boolean;
  /** Where its answer came from what was kept. */
  cache?: 'hit';
}

declare module 'fastify' {
  interface FastifyRequest {
    record: RequestRecord;
  }
}
