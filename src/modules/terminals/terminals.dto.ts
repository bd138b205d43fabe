import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString } from 'class-validator';
import { Source } from '../../common/source.js';
import { OpenField } from '../open-field.js';

/** A terminal cannot move to another branch. */
@Source('merchants/terminals')
export class UpdateTerminalDto {
  @ApiProperty({ example: true })
  @IsBoolean()
  isActive: boolean;

  @ApiPropertyOptional({ example: 'dev-demo-9', description: 'Device that the terminal moves to' })
  @IsOptional()
  @IsString()
  newDeviceId?: string;

  @ApiPropertyOptional({ example: 'EXT-9001' })
  @IsOptional()
  @IsString()
  externalTerminalId?: string;

  @OpenField({ example: 'tap_to_phone', description: 'The values are not documented' })
  terminalType?: unknown;
}
