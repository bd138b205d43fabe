import type { FastifyInstance } from 'fastify';
import { Problem } from '../problems/problem.js';

/**
 * Refuses what calls itself HTTP/0.9 or HTTP/2 and is written like HTTP/1.1. Node's parser lets both through, while a proxy in
 * front may read them otherwise (RFC 9112, section 11.2).
 */
export function refuseOtherVersions(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw }, _reply, done) => {
    if (raw.httpVersionMajor === 1) done();
    else done(new Problem('malformed_request', { detail: 'Only HTTP/1.0 and HTTP/1.1 are served.' }));
  });
}
