import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsNotEmpty, IsOptional, IsString } from 'class-validator';

/** Migo: merchants/terminals. A terminal cannot move to another branch. */
export class UpdateTerminalDto {
  @ApiProperty({ example: true })
  @IsBoolean()
  isActive: boolean;

  @ApiPropertyOptional({ example: 'dev-demo-9', description: 'Device that the terminal moves to' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  newDeviceId?: string;

  @ApiPropertyOptional({ example: 'EXT-9001' })
  @IsOptional()
  @IsString()
  externalTerminalId?: string;

  @ApiPropertyOptional({ example: 'tap_to_phone', description: 'The values are not documented' })
  @IsOptional()
  @IsString()
  terminalType?: string;
}
