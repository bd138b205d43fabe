import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { unauthorized } from '../http/refusal.js';
import { applicationCaller } from '../tokens/application-caller.js';
import type { World } from '../world.js';

/** `POST /app/users/login` and `/app/users/refresh` (cms-api/cms-users). */
export function operatorLoginRoutes(app: FastifyInstance, world: World): void {
  app.post('/app/users/login', (request, reply) => {
    applicationCaller(world, 'cms', request);
    const check = new InputCheck(request.body);
    const email = check.text('email');
    const password = check.text('password');
    check.throwIfInvalid();
    const operator = world.state.operators.get(email);
    if (operator?.password !== password) throw unauthorized('Wrong e-mail or password');
    const tokens = world.tokens.issue({ upstream: 'cms', kind: 'user', subject: String(operator.id) });
    return reply.send({
      success: true,
      data: { id: operator.id, email: operator.email, name: operator.name, ...tokens },
    });
  });

  // The sample shows no token header, so none is asked for.
  app.post('/app/users/refresh', (request, reply) => {
    const check = new InputCheck(request.body);
    const refreshToken = check.text('refreshToken');
    check.throwIfInvalid();
    const data = world.tokens.refresh({ upstream: 'cms', kind: 'user' }, refreshToken);
    return reply.send({ success: true, message: 'Tokens refreshed', data });
  });
}
