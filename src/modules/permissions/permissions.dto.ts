import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsArray, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import { Source } from '../../common/source.js';

@Source('cms-api/permissions-roles')
class NewPermission {
  @ApiProperty({ example: 'finance' })
  @IsString()
  resource: string;

  @ApiProperty({ example: 'export' })
  @IsString()
  action: string;

  @ApiPropertyOptional({ example: 'Export of the monthly figures' })
  @IsOptional()
  @IsString()
  description?: string;
}

/** A permission has an effect only where Migo's own code asks for it. */
@Source('cms-api/permissions-roles')
export class CreatePermissionsDto {
  @ApiProperty({ type: [NewPermission], example: [{ resource: 'finance', action: 'export' }] })
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => NewPermission)
  permissions: NewPermission[];
}
