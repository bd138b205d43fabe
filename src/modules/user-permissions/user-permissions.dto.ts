import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsArray, IsBoolean, IsInt, IsNotEmpty, IsOptional, IsString, ValidateNested } from 'class-validator';

export class WalletPermissionDto {
  @ApiProperty({ example: 'cards' })
  @IsString()
  @IsNotEmpty()
  resource: string;

  @ApiProperty({ example: 'exportTransfers' })
  @IsString()
  @IsNotEmpty()
  action: string;

  @ApiPropertyOptional({ example: "Export a card's transfers" })
  @IsOptional()
  @IsString()
  description?: string;
}

/** Migo: configuration/permissions. */
export class CreateWalletPermissionsDto {
  @ApiProperty({
    type: [WalletPermissionDto],
    example: [
      { resource: 'cards', action: 'exportTransfers', description: "Export a card's transfers" },
    ] satisfies WalletPermissionDto[],
  })
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => WalletPermissionDto)
  permissions: WalletPermissionDto[];
}

export class WalletGrantDto {
  @ApiPropertyOptional({ example: 1, description: 'Role that the permission is granted in' })
  @IsOptional()
  @IsInt()
  roleId?: number;

  @ApiProperty({ example: 8, description: '`permissionId` of the list of permissions' })
  @IsInt()
  permissionId: number;

  @ApiProperty({ example: true, description: 'True grants, false revokes' })
  @IsBoolean()
  granted: boolean;
}

/** The same body for POST and PATCH. */
export class GrantWalletPermissionsDto {
  @ApiProperty({
    type: [WalletGrantDto],
    example: [{ roleId: 1, permissionId: 8, granted: true }] satisfies WalletGrantDto[],
  })
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => WalletGrantDto)
  permissions: WalletGrantDto[];
}
