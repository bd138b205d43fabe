import type { FastifyInstance } from 'fastify';

/**
 * What every answer says to a browser: OWASP's list for REST APIs. The console at `/docs` replaces the policy by its own.
 * Constants, because a library that works them out anew for every answer costs more than all guards together.
 */
const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

export function installSecurityHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(SECURITY_HEADERS);
    done();
  });
}
