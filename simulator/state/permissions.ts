export interface Permission {
  permissionId: number;
  resource: string;
  action: string;
  description?: string | undefined;
}

/** The built-in pairs of cms-api/permissions-roles; ids count from 1 in this order. */
const BUILT_IN_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  users: ['create', 'update', 'list', 'detail', 'change_status'],
  'bulk-create': ['create'],
  cardholders: ['create', 'update', 'list', 'detail', 'otp'],
  'cards-admin': [
    'activate',
    'block',
    'unblock',
    'transfer',
    'addFunds',
    'withdrawFunds',
    'detail',
    'otp',
    'balance-account',
  ],
  'card-movements': ['list', 'detail', 'revert'],
  'balance-management': ['create', 'list', 'cancel', 'otp'],
  approvals: ['list', 'detail', 'update'],
};

export const BUILT_IN_PERMISSIONS: readonly Permission[] = Object.entries(BUILT_IN_ACTIONS)
  .flatMap(([resource, actions]) => actions.map((action) => ({ resource, action })))
  .map((pair, index) => ({ permissionId: index + 1, ...pair }));

export interface Module {
  moduleId: number;
  name: string;
  permissions: readonly Permission[];
}

/** One module per resource; Migo does not document how it groups them. */
const BUILT_IN_MODULES: readonly Module[] = Object.keys(BUILT_IN_ACTIONS).map((name, index) => ({
  moduleId: index + 1,
  name,
  permissions: BUILT_IN_PERMISSIONS.filter(({ resource }) => resource === name),
}));

/** With what `POST /app/permissions` added: to the module of its resource, or to a new one. */
export function modulesOf(custom: readonly Permission[]): Module[] {
  const known = BUILT_IN_MODULES.map((module) => ({
    ...module,
    permissions: [...module.permissions, ...custom.filter(({ resource }) => resource === module.name)],
  }));
  const names = new Set(custom.map(({ resource }) => resource));
  for (const { name } of known) names.delete(name);
  const added = [...names].map((name, index) => ({
    moduleId: known.length + index + 1,
    name,
    permissions: custom.filter(({ resource }) => resource === name),
  }));
  return [...known, ...added];
}
