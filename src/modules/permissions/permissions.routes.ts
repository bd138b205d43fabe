import { defineRoutes } from '../../routes/define-routes.js';
import { CmsBackoffice } from '../../clients/cms/cms.upstream.js';
import { CreatePermissionsDto } from './permissions.dto.js';
import { listOf } from '../../routes/shape.js';
import { cmsModule, cmsPermission } from './permissions.answers.js';

export const permissionRoutes = defineRoutes(CmsBackoffice, {
  listModules: {
    method: 'GET',
    path: '/modules',
    callers: ['operator', 'service'],
    scope: 'permissions:read',
    data: listOf(cmsModule),
    pages: 'whole',
    cache: 'reference',
    summary: 'List the CMS modules with their permissions',
    docs: 'cms-api/permissions-roles',
    evidence: 'documented',
  },
  createPermissions: {
    method: 'POST',
    path: '/permissions',
    callers: ['operator', 'service'],
    scope: 'permissions:write',
    body: CreatePermissionsDto,
    data: listOf(cmsPermission),
    success: 201,
    summary: 'Create permissions',
    docs: 'cms-api/permissions-roles',
    evidence: 'documented',
  },
  listCmsUserPermissions: {
    method: 'GET',
    path: '/cms-users/:cmsUserId/partners/:partnerId/permissions',
    upstreamPath: '/app/users/:cmsUserId/partners/:partnerId/permissions',
    callers: ['operator', 'service'],
    scope: 'permissions:read',
    data: listOf(cmsPermission),
    pages: 'whole',
    summary: "List a CMS user's effective permissions in a partner",
    docs: 'cms-api/permissions-roles',
    evidence: 'documented',
  },
});
