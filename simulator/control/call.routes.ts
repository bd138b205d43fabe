import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { UPSTREAMS } from '../upstream.js';
import type { World } from '../world.js';

/** `GET /calls`: what the four APIs received, the oldest first; `path` also selects what is below it, unless `exact=true`. */
export function callRoutes(app: FastifyInstance, world: World): void {
  app.get('/calls', (request, reply) => {
    const check = new InputCheck(request.query);
    const selection = {
      upstream: check.optionalOneOf('upstream', UPSTREAMS),
      method: check.optionalText('method')?.toUpperCase(),
      path: check.optionalText('path'),
      exact: check.optionalOneOf('exact', ['true', 'false']) === 'true',
    };
    check.throwIfInvalid();
    const calls = world.calls.select(selection);
    return reply.send({ count: calls.length, calls });
  });

  app.delete('/calls', (_request, reply) => {
    world.calls.clear();
    return reply.code(204).send();
  });
}
