import type { FastifyInstance } from 'fastify';
import './content.js';

/** Keeps Fastify from reading any body: nobody knows yet who sends it. That is done by `BodyGuard`, in its place among the checks. */
export function leaveBodies(fastify: FastifyInstance): void {
  fastify.decorateRequest('rawBody');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, _payload, done) => {
    done(null);
  });
}
