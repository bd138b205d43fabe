import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { businessRefusal } from '../http/business-codes.js';
import { forbidden } from '../http/refusal.js';
import { issueOtp, takeOtp } from '../state/otp-codes.js';
import type { World } from '../world.js';
import { signedInOperator } from './cms-caller.js';
import { elevate } from './step-up.js';

/** `POST` (request) and `PUT` (verify) `/app/users/auth/otp`; the code is read through the control API, nothing is sent. */
export function otpRoutes(app: FastifyInstance, world: World): void {
  // The sample shows no token header, so none is asked for.
  app.post('/app/users/auth/otp', (request, reply) => {
    const check = new InputCheck(request.body);
    const email = check.text('email');
    const purpose = check.text('purpose');
    check.throwIfInvalid();
    if (!world.state.operators.has(email)) throw businessRefusal('7100', 'User not found');
    issueOtp(world.state, world.clock, { email, purpose });
    return reply.send({ success: true, message: 'Code sent' });
  });

  app.put('/app/users/auth/otp', (request, reply) => {
    const operator = signedInOperator(world, request);
    const check = new InputCheck(request.body);
    const email = check.text('email');
    const otp = check.text('otp', { pattern: /^\d{6}$/, sense: 'must be 6 digits' });
    const purpose = check.text('purpose');
    check.throwIfInvalid();
    if (email !== operator.email) throw forbidden('This e-mail is not yours');
    // 400 and not 401, which would say that a token is bad; Migo's answer is not documented.
    if (!takeOtp(world.state, world.clock, { email, otp, purpose })) check.fail('otp', 'is wrong or expired');
    check.throwIfInvalid();
    elevate(world, operator);
    return reply.send({ success: true, message: 'Code verified', data: {} });
  });
}
