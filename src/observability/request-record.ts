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
}

declare module 'fastify' {
  interface FastifyRequest {
    record: RequestRecord;
  }
}
