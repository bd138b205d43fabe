import type { Invitation } from '../state/leads.js';
import type { State } from '../state/state.js';
import type { WalletUser } from '../state/wallet-users.js';

export interface Provision {
  user: WalletUser;
  invitation: Invitation;
  deviceId: string | undefined;
}

/** A lead's code makes business, branch, terminal and payment methods in the one registration call (terminal-payments). */
export function provision(state: State, { user, invitation, deviceId }: Provision): object {
  invitation.used = true;
  const lead = state.leads.get(invitation.leadId ?? '');
  if (!lead) return { branchId: invitation.branchId };

  const number = state.sequences.next('shop') + 1;
  const business = {
    commerceId: 7000 + number,
    name: lead.commercialName,
    ownerId: user.userId,
    paymentMethods: lead.paymentMethods,
    documents: [],
  };
  const branch = { branchId: 8000 + number, commerceId: business.commerceId, name: lead.commercialName };
  const terminal = {
    terminalId: 9100 + number,
    deviceId: deviceId ?? `dev-${number}`,
    externalTerminalId: null,
    branchId: branch.branchId,
    terminalType: 'tap_to_phone',
    isActive: true,
    processor: 'neonet',
    currency: 'GTQ',
  };
  state.businesses.set(business.commerceId, business);
  state.branches.set(branch.branchId, branch);
  state.terminals.set(terminal.terminalId, terminal);
  user.branchId = branch.branchId;
  const { commerceId, paymentMethods } = business;
  const { terminalId } = terminal;
  return { commerceId, branchId: branch.branchId, terminalId, deviceId: terminal.deviceId, paymentMethods };
}
