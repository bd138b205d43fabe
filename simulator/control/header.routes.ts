import type { FastifyInstance } from 'fastify';
import type { World } from '../world.js';

/** `GET`, `DELETE /headers`: how often calls had the headers that Migo's samples have. */
export function headerRoutes(app: FastifyInstance, world: World): void {
  app.get('/headers', (_request, reply) => {
    const headers = world.sampleHeaders.list();
    return reply.send({ missing: headers.reduce((sum, { missing }) => sum + missing, 0), headers });
  });

  app.delete('/headers', (_request, reply) => {
    world.sampleHeaders.clear();
    return reply.code(204).send();
  });
}
