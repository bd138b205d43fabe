import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsNotEmpty, IsObject, IsOptional, IsString, Min, ValidateNested } from 'class-validator';
import { FrequencyDto } from './frequency.dto.js';
import { PlanDto } from './plan.dto.js';

/** Migo: recurring-payments/plans. */
export class CreatePlanDto {
  @ApiProperty({
    type: PlanDto,
    example: { name: 'Plan Oro', amount: 125.5, currency: 'GTQ', type: 'interval', frequency: { frequency: 30 } },
  })
  @IsObject()
  @ValidateNested()
  @Type(() => PlanDto)
  plan: PlanDto;

  @ApiPropertyOptional({ example: 'migoDeveloper', description: 'Slug of the client' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  client?: string;
}

class FrequencyChangesDto extends PartialType(FrequencyDto) {}

class PlanChangesDto extends PartialType(OmitType(PlanDto, ['frequency'])) {
  @ApiPropertyOptional({ type: FrequencyChangesDto, example: { frequency: 15 } })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => FrequencyChangesDto)
  frequency?: FrequencyChangesDto;
}

/** Migo: recurring-payments/overview, by name only. The fields are assumed after those of the creation. */
export class UpdatePlanDto {
  @ApiPropertyOptional({ example: 'plan_demo_gold', description: 'Assumed' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  planUid?: string;

  @ApiPropertyOptional({
    type: PlanChangesDto,
    example: { name: 'Plan Oro 2027' },
    description: 'What changes; assumed',
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PlanChangesDto)
  plan?: PlanChangesDto;

  @ApiPropertyOptional({ example: 'migoDeveloper', description: 'Slug of the client; assumed' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  client?: string;
}

/** Migo: recurring-payments/overview, without parameters. These are assumed. */
export class ListPlansQuery {
  @ApiPropertyOptional({ example: 'migoDeveloper', description: 'Slug of the client; assumed' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  client?: string;

  @ApiPropertyOptional({ example: 1, minimum: 1, description: 'Assumed' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  page?: number;

  @ApiPropertyOptional({ example: 50, minimum: 1, description: 'Assumed' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  limit?: number;
}
