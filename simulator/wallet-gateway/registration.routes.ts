import type { FastifyInstance } from 'fastify';
import { isRecord } from '../http/input-check.js';
import { conflict, forbidden } from '../http/refusal.js';
import type { WalletUser } from '../state/wallet-users.js';
import type { World } from '../world.js';
import { readDirectUser } from './registration-direct.js';
import { readInvitedUser } from './registration-invited.js';
import { provision } from './shop-provision.js';
import { walletApplication } from './wallet-caller.js';

/** `POST /users`: an `invitationCode` in the body chooses the mode (wallet/cardholder-management). */
export function registrationRoutes(app: FastifyInstance, world: World): void {
  app.post('/users', (request, reply) => {
    const merchant = walletApplication(world, request);
    if (world.state.merchants.get(merchant)?.permissions.includes('USER_REGISTRATION') !== true) {
      throw forbidden('The application needs the permission USER_REGISTRATION');
    }
    const invited = isRecord(request.body) && request.body['invitationCode'] !== undefined;
    const { person, invitation, deviceId } = invited
      ? readInvitedUser(world.state, request.body)
      : { ...readDirectUser(request.body), invitation: undefined, deviceId: undefined };
    if (person.username !== '' && world.state.walletUsers.has(person.username))
      throw conflict('The user name is taken');

    const number = String(world.state.sequences.next('user') + 1).padStart(6, '0');
    const user: WalletUser = { userId: `usr-${number}`, ...person, createdAt: world.clock.isoNow() };
    world.state.walletUsers.set(user.username === '' ? user.userId : user.username, user);
    const shop = invitation && provision(world.state, { user, invitation, deviceId });
    const { userId, username, role } = user;
    const data = { userId, username, role, ...shop };
    return reply.code(201).send({ success: true, message: 'User registered', data });
  });
}
