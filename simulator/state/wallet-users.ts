import type { Cardholder } from './cardholders.js';

/** The prose names admin and cashier for the people of a merchant (introduction/quickstart, terminal-payments). */
export const MERCHANT_ROLES = ['admin', 'cashier'] as const;

export interface WalletUser {
  /** A cardholder who can sign in has the id they have at the CMS. */
  userId: string;
  /** An e-mail address. */
  username: string;
  /** `null` until one is set: the direct registration brings none. */
  password: string | null;
  firstName: string;
  lastName: string;
  phoneNumber: string | null;
  role: 'cardholder' | (typeof MERCHANT_ROLES)[number];
  /** Where the people of a merchant work. */
  branchId: number | null;
  createdAt: string;
}

export interface PeopleState {
  /** In order of creation. */
  cardholders: Map<string, Cardholder>;
  /** By user name. */
  walletUsers: Map<string, WalletUser>;
}

/** Cardholders are the Wallet's users too, whether or not they can sign in. */
export function isKnownUser(state: PeopleState, userId: string): boolean {
  return state.cardholders.has(userId) || userById(state, userId) !== undefined;
}

export function userById(state: Pick<PeopleState, 'walletUsers'>, userId: string): WalletUser | undefined {
  return [...state.walletUsers.values()].find((user) => user.userId === userId);
}
