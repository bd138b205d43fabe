import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import type { World } from '../world.js';

/** `POST /progress {intervalMs}`: the time between two steps of work that Migo does later. */
export function progressIntervalRoutes(app: FastifyInstance, world: World): void {
  app.post('/progress', (request, reply) => {
    const check = new InputCheck(request.body);
    const intervalMs = check.integer('intervalMs', { min: 0, max: 3_600_000 });
    check.throwIfInvalid();
    world.work.stepMs = intervalMs;
    return reply.send({ intervalMs });
  });
}
