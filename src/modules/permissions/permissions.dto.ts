import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayNotEmpty, IsArray, IsNotEmpty, IsOptional, IsString, ValidateNested } from 'class-validator';

class NewPermission {
  @ApiProperty({ example: 'finance' })
  @IsString()
  @IsNotEmpty()
  resource: string;

  @ApiProperty({ example: 'export' })
  @IsString()
  @IsNotEmpty()
  action: string;

  @ApiPropertyOptional({ example: 'Export of the monthly figures' })
  @IsOptional()
  @IsString()
  description?: string;
}

/** Migo: cms-api/permissions-roles. A permission has an effect only where Migo's own code asks for it. */
export class CreatePermissionsDto {
  @ApiProperty({ type: [NewPermission], example: [{ resource: 'finance', action: 'export' }] })
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => NewPermission)
  permissions: NewPermission[];
}
