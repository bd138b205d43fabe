import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsArray, IsObject, IsNumber, IsOptional, IsString, ValidateNested } from 'class-validator';
import { Source } from '../../common/source.js';
import { OpenField } from '../open-field.js';

/** The CMS page gives the types, and says that both APIs have the same model. */
@Source('cms-api/permissions-roles', 'configuration/permissions')
export class WalletPermissionDto {
  @ApiProperty({ example: 'cards' })
  @IsString()
  resource: string;

  @ApiProperty({ example: 'exportTransfers' })
  @IsString()
  action: string;

  @ApiPropertyOptional({ example: "Export a card's transfers" })
  @IsOptional()
  @IsString()
  description?: string;
}

@Source('configuration/permissions')
export class CreateWalletPermissionsDto {
  @ApiProperty({
    type: [WalletPermissionDto],
    example: [
      { resource: 'cards', action: 'exportTransfers', description: "Export a card's transfers" },
    ] satisfies WalletPermissionDto[],
  })
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => WalletPermissionDto)
  permissions: WalletPermissionDto[];
}

/** Migo says of no field that it is required. */
@Source('configuration/permissions')
export class WalletGrantDto {
  @OpenField({ example: 1, description: 'Role that the permission is granted in' })
  roleId?: unknown;

  @ApiPropertyOptional({ example: 8, description: '`permissionId` of the list of permissions' })
  @IsOptional()
  @IsNumber()
  permissionId?: number;

  @OpenField({ example: true, description: 'True grants, false revokes' })
  granted?: unknown;
}

/** The same body for POST and PATCH. */
@Source('configuration/permissions')
export class GrantWalletPermissionsDto {
  @ApiProperty({
    type: [WalletGrantDto],
    example: [{ roleId: 1, permissionId: 8, granted: true }] satisfies WalletGrantDto[],
  })
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => WalletGrantDto)
  permissions: WalletGrantDto[];
}
