import { absent, forbidden } from '../http/refusal.js';
import type { Terminal } from '../state/shops.js';
import type { State } from '../state/state.js';
import { userById } from '../state/wallet-users.js';

export function deviceTerminal(state: State, deviceId: string): Terminal {
  const terminal = [...state.terminals.values()].find((candidate) => candidate.deviceId === deviceId);
  if (!terminal) throw absent('Terminal not found');
  return terminal;
}

/** The people of a branch operate its terminals. */
export function requireOperates(state: State, terminal: Terminal, userId: string): void {
  if (userById(state, userId)?.branchId !== terminal.branchId)
    throw forbidden('The user may not operate this terminal');
}
