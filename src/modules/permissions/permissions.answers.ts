import { INTEGER, listOf, nullable, shape, TEXT } from '../../routes/shape.js';

/** Migo: cms-api/permissions-roles. */
export const cmsPermission = shape('CmsPermission', 'documented', {
  'permissionId?': INTEGER,
  resource: TEXT,
  action: TEXT,
  'description?': nullable(TEXT),
});

/** That a module has its permissions is documented, the names of its fields are not. */
export const cmsModule = shape('CmsModule', 'assumed', {
  'moduleId?': INTEGER,
  'name?': TEXT,
  permissions: listOf(cmsPermission),
});
