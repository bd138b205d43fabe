import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { absent, forbidden } from '../http/refusal.js';
import { newInvitationCode } from '../state/leads.js';
import { MERCHANT_ROLES } from '../state/wallet-users.js';
import type { World } from '../world.js';
import { walletCaller } from './wallet-caller.js';

/** `POST /users/invitation-code` (introduction/quickstart): for a role at a branch; the names of the fields are assumed. */
export function invitationCodeRoutes(app: FastifyInstance, world: World): void {
  app.post('/users/invitation-code', (request, reply) => {
    const caller = walletCaller(world, request);
    if (caller.user && caller.user.role !== 'admin') throw forbidden('Only an admin may invite');
    const check = new InputCheck(request.body);
    // Neither the field nor its values are documented: whoever is no admin is a cashier.
    const role = MERCHANT_ROLES.find((known) => known === check.anything('role')) ?? 'cashier';
    const branch = check.anything('branchId');
    const asked = branch === undefined ? undefined : Number(branch);
    const own = caller.user?.branchId;
    if (caller.user && asked !== undefined && asked !== own) throw forbidden('This is not your branch');
    const branchId = asked ?? own ?? [...world.state.branches.keys()][0] ?? 0;
    if (!world.state.branches.has(branchId)) throw absent('Branch not found');
    const { code } = newInvitationCode(world.state, { role, leadId: null, branchId });
    return reply
      .code(201)
      .send({ success: true, message: 'Invitation code created', data: { invitationCode: code, role, branchId } });
  });
}
