import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { businessRefusal } from '../http/business-codes.js';
import { issueOtp, takeOtp } from '../state/otp-codes.js';
import type { WalletUser } from '../state/wallet-users.js';
import type { World } from '../world.js';
import { walletCaller } from './wallet-caller.js';

/** One-time codes (wallet/pin-management) and the password reset that follows one (support/faq; its body is assumed). */
export function userOtpRoutes(app: FastifyInstance, world: World): void {
  app.post('/users/auth/otp', (request, reply) => {
    walletCaller(world, request);
    const check = new InputCheck(request.body);
    const { email, purpose } = readOtpCall(check);
    findUser(world, email);
    issueOtp(world.state, world.clock, { email, purpose });
    return reply.send({ success: true, message: 'Code sent' });
  });

  app.put('/users/auth/otp', (request, reply) => {
    walletCaller(world, request);
    const check = new InputCheck(request.body);
    const { email, purpose, otp } = readOtpCall(check);
    const user = findUser(world, email);
    spend(world, check, { email, otp, purpose });
    // The elevated session is one of the user's: `POST /cards/{cardId}/pin` takes any valid one.
    const data = world.tokens.issue({ upstream: 'wallet', kind: 'user', subject: user.userId });
    return reply.send({ success: true, message: 'Code verified', data });
  });

  app.post('/users/auth/password/reset', (request, reply) => {
    walletCaller(world, request);
    const check = new InputCheck(request.body);
    const { email, otp } = readOtpCall(check);
    const password = check.anything('password') ?? '';
    const confirmed = check.anything('confirmPassword');
    if (confirmed !== undefined && confirmed !== password) check.fail('confirmPassword', 'must equal password');
    check.throwIfInvalid();
    const user = findUser(world, email);
    spend(world, check, { email, otp });
    user.password = password;
    return reply.send({ success: true, message: 'Password changed' });
  });
}

// Known from samples: what is not there names no user, and is no code.
function readOtpCall(check: InputCheck): { email: string; purpose: string; otp: string } {
  const [email = '', purpose = '', otp = ''] = ['email', 'purpose', 'otp'].map((field) => check.anything(field));
  return { email, purpose, otp };
}

function findUser(world: World, email: string): WalletUser {
  const user = world.state.walletUsers.get(email);
  if (!user) throw businessRefusal('7100', 'User not found');
  return user;
}

// 400 and not 401, which would say that a token is bad; Migo's answer is not documented.
function spend(world: World, check: InputCheck, given: { email: string; otp: string; purpose?: string }): void {
  if (!takeOtp(world.state, world.clock, given)) check.fail('otp', 'is wrong or expired');
  check.throwIfInvalid();
}
