import { randomBytes } from 'node:crypto';
import type { MERCHANT_ROLES } from './wallet-users.js';

export interface Lead {
  _id: string;
  firstName: string;
  lastName: string;
  commercialName: string;
  /** `x-merchant-id`, if the lead was tied to a merchant. */
  merchantId: string | null;
  paymentMethods: readonly string[];
}

/** A lead's code provisions a whole shop, a branch's code one more person there. Each works once. */
export interface Invitation {
  code: string;
  role: (typeof MERCHANT_ROLES)[number];
  leadId: string | null;
  branchId: number | null;
  used: boolean;
}

export interface LeadState {
  leads: Map<string, Lead>;
  invitations: Map<string, Invitation>;
}

export function newInvitationCode(
  state: Pick<LeadState, 'invitations'>,
  of: Pick<Invitation, 'role' | 'leadId' | 'branchId'>,
): Invitation {
  const invitation = { code: randomBytes(4).toString('hex').toUpperCase(), ...of, used: false };
  state.invitations.set(invitation.code, invitation);
  return invitation;
}
