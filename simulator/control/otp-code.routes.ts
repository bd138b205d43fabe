import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { absent } from '../http/refusal.js';
import type { World } from '../world.js';

/** `GET /otp?email=`: the code that Migo would have sent to the person. */
export function otpCodeRoutes(app: FastifyInstance, world: World): void {
  app.get('/otp', (request, reply) => {
    const check = new InputCheck(request.query);
    const email = check.text('email');
    check.throwIfInvalid();
    const code = world.state.otpCodes.get(email);
    if (!code) throw absent('No code was requested for this e-mail');
    const { otp, purpose, expiresAtMs } = code;
    return reply.send({ email, otp, purpose, expiresAt: new Date(expiresAtMs).toISOString() });
  });
}
