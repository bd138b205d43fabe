import type { FastifyInstance } from 'fastify';
import { Problem } from '../problems/problem.js';

/** What the gateway asks of a message, beside what Node's parser does. */
export function installMessageRules(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw: { httpVersionMajor, headers } }, _reply, done) => {
    // What calls itself HTTP/0.9 or HTTP/2 and is written like HTTP/1.1 gets through, while a proxy in front may read it
    // otherwise (RFC 9112, section 11.2).
    if (httpVersionMajor !== 1) {
      done(new Problem('malformed_request', { detail: 'Only HTTP/1.0 and HTTP/1.1 are served.' }));
      return;
    }
    // Without either there is no body (RFC 9112, section 6.3), whatever its type: nobody may wait for one.
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
      delete headers['content-type'];
    }
    done();
  });
}
