import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { TypeHelpOptions } from 'class-transformer';
import { IsInt, IsNumber, IsOptional, IsString, Max, Min } from 'class-validator';

/** Migo: recurring-payments/plans. */
export class FrequencyDto {
  @ApiProperty({ example: 30, minimum: 1, description: 'Days between charges; above 30 for the type `fixedDay`' })
  @IsInt()
  @Min(1)
  frequency: number;

  @ApiPropertyOptional({ example: 1, description: 'Day of the month, 1 to 31, for the type `fixedDay`' })
  @IsOptional()
  @IsNumber()
  day?: number;

  @ApiPropertyOptional({ example: 'Mensual' })
  @IsOptional()
  @IsString()
  shortDescription?: string;

  @ApiPropertyOptional({ example: 'Cada treinta días' })
  @IsOptional()
  @IsString()
  longDescription?: string;
}

class FixedDayFrequencyDto extends FrequencyDto {
  @ApiProperty({ example: 31, minimum: 31 })
  @IsInt()
  @Min(31, { message: 'frequency must be above 30 for the type fixedDay' })
  declare frequency: number;

  @ApiPropertyOptional({ example: 1, minimum: 1, maximum: 31 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(31)
  declare day?: number;
}

/** Which rules hold for the frequency of a plan: its `type` says so. */
export function frequencyOfType(help?: TypeHelpOptions): typeof FrequencyDto {
  const type: unknown = help?.object['type'];
  return type === 'fixedDay' ? FixedDayFrequencyDto : FrequencyDto;
}
