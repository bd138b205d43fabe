import type { FastifyReply } from 'fastify';
import { limitHeaders, type Taken } from '../limits/limit.js';

/** Tells the client of limits, beside those that it is told of already. */
export function addLimitHeaders(reply: FastifyReply, taken: readonly Taken[]): void {
  for (const [name, value] of Object.entries(limitHeaders(...taken))) {
    const before = reply.getHeader(name);
    void reply.header(name, typeof before === 'string' ? `${before}, ${value}` : value);
  }
}
