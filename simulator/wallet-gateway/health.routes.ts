import type { FastifyInstance } from 'fastify';

/** The quick start's answer; the OpenAPI file shows `{ status: "ok" }` instead. */
export function healthRoutes(app: FastifyInstance): void {
  app.get('/health', (_request, reply) => reply.send({ statusCode: 200, message: 'ok', data: {} }));
}
