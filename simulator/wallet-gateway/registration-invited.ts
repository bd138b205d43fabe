import { InputCheck } from '../http/input-check.js';
import type { Invitation } from '../state/leads.js';
import type { State } from '../state/state.js';
import type { WalletUser } from '../state/wallet-users.js';

const E_MAIL = { pattern: /^.+@.+$/s, sense: 'must be an e-mail address' };

export interface InvitedUser {
  person: Omit<WalletUser, 'userId' | 'createdAt'>;
  invitation: Invitation;
  deviceId: string;
}

/** `ExternalUserRegistrationDto` (wallet/cardholder-management). */
export function readInvitedUser(state: State, body: unknown): InvitedUser {
  const check = new InputCheck(body);
  const deviceId = check.text('deviceId');
  const code = check.text('invitationCode');
  const username = check.text('username', E_MAIL);
  const password = check.text('password', { pattern: /./s, sense: 'must not be empty' });
  if (check.text('confirmPassword') !== password) check.fail('confirmPassword', 'must equal password');
  check.optionalText('nit');
  check.optionalFlag('termsAndConditionsAccepted');
  check.throwIfInvalid();

  const invitation = state.invitations.get(code);
  if (!invitation || invitation.used) check.fail('invitationCode', 'is unknown or used');
  check.throwIfInvalid();
  if (!invitation) throw new RangeError('Unreachable: the check has refused');

  const lead = state.leads.get(invitation.leadId ?? '');
  const person = {
    username,
    password,
    firstName: lead?.firstName ?? '',
    lastName: lead?.lastName ?? '',
    phoneNumber: null,
    role: invitation.role,
    branchId: invitation.branchId,
  };
  return { person, invitation, deviceId };
}
