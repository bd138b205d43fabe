import { defineRoutes } from '../../routes/define-routes.js';
import { WalletGateway } from '../../clients/wallet-gateway/wallet-gateway.upstream.js';
import { CreateWalletPermissionsDto, GrantWalletPermissionsDto } from './user-permissions.dto.js';
import { listOf } from '../../routes/shape.js';
import { userPermissions, walletPermission } from './user-permissions.answers.js';

// The CMS has no permission for granting wallet permissions: whoever changes them must be allowed to change its users.
export const userPermissionRoutes = defineRoutes(WalletGateway, {
  listWalletPermissions: {
    method: 'GET',
    path: '/users/permissions',
    callers: ['operator', 'service'],
    scope: 'user-permissions:read',
    permission: ['users', 'detail'],
    data: listOf(walletPermission),
    pages: 'whole',
    cache: 'reference',
    summary: 'List all permissions of the Wallet Gateway',
    docs: 'configuration/permissions',
    evidence: 'documented',
  },
  createWalletPermissions: {
    method: 'POST',
    path: '/users/permissions',
    callers: ['operator', 'service'],
    scope: 'user-permissions:write',
    permission: ['users', 'update'],
    body: CreateWalletPermissionsDto,
    data: listOf(walletPermission),
    success: 201,
    summary: 'Create permissions of the Wallet Gateway',
    docs: 'configuration/permissions',
    evidence: 'documented',
  },
  grantUserPermissions: {
    method: 'POST',
    path: '/users/:id/permissions',
    callers: ['operator', 'service'],
    scope: 'user-permissions:write',
    permission: ['users', 'update'],
    body: GrantWalletPermissionsDto,
    data: userPermissions,
    summary: 'Grant permissions to a user, or revoke them',
    docs: 'configuration/permissions',
    evidence: 'documented',
  },
  updateUserPermissions: {
    method: 'PATCH',
    path: '/users/:id/permissions',
    callers: ['operator', 'service'],
    scope: 'user-permissions:write',
    permission: ['users', 'update'],
    body: GrantWalletPermissionsDto,
    data: userPermissions,
    summary: "Change a user's permissions",
    docs: 'configuration/permissions',
    evidence: 'documented',
  },
});
