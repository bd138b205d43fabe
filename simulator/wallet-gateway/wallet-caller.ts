import type { FastifyRequest } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { businessRefusal } from '../http/business-codes.js';
import { forbidden, tokenExpired } from '../http/refusal.js';
import type { Card } from '../state/cards.js';
import { isKnownUser, userById, type WalletUser } from '../state/wallet-users.js';
import { bearerToken } from '../tokens/bearer.js';
import type { World } from '../world.js';

/** A partner's application, which acts for everybody, or a signed-in wallet user, who acts for themselves. */
export type WalletCaller = { merchant: string; user?: undefined } | { user: WalletUser };

export function walletCaller(world: World, request: FastifyRequest): WalletCaller {
  const token = bearerToken('Authorization', request.headers.authorization);
  const { kind, subject } = world.tokens.verifyAnyKind('wallet', token);
  if (kind === 'application') return { merchant: subject };
  const user = userById(world.state, subject);
  if (!user) throw tokenExpired('The user of this token no longer exists');
  return { user };
}

/** For what no user may do; returns the merchant's slug. */
export function walletApplication(world: World, request: FastifyRequest): string {
  const caller = walletCaller(world, request);
  if (caller.user) throw forbidden('This operation needs an application token');
  return caller.merchant;
}

/** The user of the path: known, and the caller themselves unless an application calls. */
export function requireUser(world: World, caller: WalletCaller, userId: string): void {
  if (caller.user && caller.user.userId !== userId) throw forbidden('This is not your user');
  if (!isKnownUser(world.state, userId)) throw businessRefusal('7100', 'User not found');
}

/** A card that somebody holds; a user reaches only their own. */
export function reachableCard(world: World, caller: WalletCaller, cardId: number): Card {
  const card = world.state.cards.get(cardId);
  // A card that nobody holds yet has no account.
  if (card?.cardholderId == null) throw businessRefusal('7200', 'Card not found');
  if (caller.user && caller.user.userId !== card.cardholderId) throw forbidden('This card is not yours');
  return card;
}

export function readId(params: unknown, field: string): number {
  const check = new InputCheck(params);
  const id = check.integerText(field, { min: 1, max: 999_999_999_999 });
  check.throwIfInvalid();
  return id;
}
