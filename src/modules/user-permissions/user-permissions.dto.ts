import { Source } from '../../common/decorators/source.js';
import { OpenField } from '../open-field.js';
import { NestedListField } from '../nested-fields.js';
import { NumberField, TextField } from '../typed-fields.js';

/** The CMS page gives the types, and says that both APIs have the same model. */
@Source('cms-api/permissions-roles', 'configuration/permissions')
export class WalletPermissionDto {
  @TextField({ example: 'cards' })
  resource: string;

  @TextField({ example: 'exportTransfers' })
  action: string;

  @TextField({ optional: true, example: "Export a card's transfers" })
  description?: string;
}

@Source('configuration/permissions')
export class CreateWalletPermissionsDto {
  @NestedListField(WalletPermissionDto, {
    example: [
      { resource: 'cards', action: 'exportTransfers', description: "Export a card's transfers" },
    ] satisfies WalletPermissionDto[],
  })
  permissions: WalletPermissionDto[];
}

/** Migo says of no field that it is required. */
@Source('configuration/permissions')
export class WalletGrantDto {
  @OpenField({ example: 1, description: 'Role that the permission is granted in' })
  roleId?: unknown;

  @NumberField({ optional: true, example: 8, description: '`permissionId` of the list of permissions' })
  permissionId?: number;

  @OpenField({ example: true, description: 'True grants, false revokes' })
  granted?: unknown;
}

/** The same body for POST and PATCH. */
@Source('configuration/permissions')
export class GrantWalletPermissionsDto {
  @NestedListField(WalletGrantDto, {
    example: [{ roleId: 1, permissionId: 8, granted: true }] satisfies WalletGrantDto[],
  })
  permissions: WalletGrantDto[];
}
