import type { Permission } from './permissions.js';

/** What was said about a permission of a user; the latest word counts. */
export interface Grant {
  /** Of these the documentation gives no type. */
  roleId: unknown;
  permissionId: number | undefined;
  granted: unknown;
}

/** `CardPermissionType` (wallet/overview). */
const CARD_ACTIONS = [
  'checkCard',
  'checkCvv',
  'updateAlias',
  'updateStatus',
  'assignPIN',
  'getCards',
  'getAllTransfersByDate',
  'transferBetweenCards',
  'activation',
];

export function seedWalletPermissions(): Permission[] {
  return CARD_ACTIONS.map((action, index) => ({ permissionId: index + 1, resource: 'cards', action }));
}
