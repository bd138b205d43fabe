import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { unauthorized } from '../http/refusal.js';
import type { World } from '../world.js';

/** `POST /users/auth/login` and `/users/auth/refresh`: named by Migo, paths and bodies are assumed. No token is asked for. */
export function userLoginRoutes(app: FastifyInstance, world: World): void {
  app.post('/users/auth/login', (request, reply) => {
    const check = new InputCheck(request.body);
    const username = check.text('username');
    const password = check.text('password');
    check.throwIfInvalid();
    const user = world.state.walletUsers.get(username);
    if (user?.password !== password) throw unauthorized('Wrong user name or password');
    const tokens = world.tokens.issue({ upstream: 'wallet', kind: 'user', subject: user.userId });
    return reply.send({ success: true, message: 'Logged in', data: { userId: user.userId, ...tokens } });
  });

  app.post('/users/auth/refresh', (request, reply) => {
    const check = new InputCheck(request.body);
    const refreshToken = check.text('refreshToken');
    check.throwIfInvalid();
    const data = world.tokens.refresh({ upstream: 'wallet', kind: 'user' }, refreshToken);
    return reply.send({ success: true, message: 'Tokens refreshed', data });
  });
}
