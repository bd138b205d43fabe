import { BOOLEAN, INTEGER, listOf, nullable, shape, TEXT } from '../../routes/shape.js';

/** Migo: configuration/permissions. */
export const walletPermission = shape('WalletPermission', 'documented', {
  permissionId: INTEGER,
  resource: TEXT,
  action: TEXT,
  'description?': nullable(TEXT),
});

const grant = shape('WalletGrant', 'assumed', { 'roleId?': INTEGER, permissionId: INTEGER, granted: BOOLEAN });

export const userPermissions = shape('UserPermissions', 'assumed', { 'userId?': TEXT, 'permissions?': listOf(grant) });
