import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  Allow,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsAmount } from '../amount.validator.js';
import { frequencyOfType, FrequencyDto } from './frequency.dto.js';

const PLAN_TYPES = ['interval', 'fixedDay', 'anniversary', 'automatic'] as const;

/** Migo: recurring-payments/plans. */
export class PlanDto {
  @ApiProperty({ example: 'Plan Oro', description: 'Shown on cardholder statements' })
  @IsString()
  @IsNotEmpty()
  name: string;

  @ApiProperty({
    example: 125.5,
    minimum: 0.0001,
    description: 'Of every charge, in units of `currency`, up to 4 decimals',
  })
  @IsAmount()
  amount: number;

  @ApiProperty({ example: 'GTQ', description: 'ISO 4217' })
  @Matches(/^[A-Z]{3}$/, { message: 'currency must be an ISO 4217 code' })
  currency: string;

  @ApiPropertyOptional({
    enum: PLAN_TYPES,
    example: 'interval',
    description:
      '`interval`: every `frequency.frequency` days from the anchor date. `fixedDay`: on a set day of the month, with a ' +
      '`frequency.frequency` above 30. `anniversary`: on the same calendar day each cycle. `automatic`: left to the ' +
      'processor. Migo’s specification shows them in upper case, which its runtime refuses',
  })
  @IsOptional()
  @IsIn(PLAN_TYPES)
  type?: string;

  @ApiProperty({ type: FrequencyDto, example: { frequency: 30, day: 1 } })
  @IsObject()
  @ValidateNested()
  @Type(frequencyOfType)
  frequency: FrequencyDto;

  @ApiPropertyOptional({ type: [String], example: ['visa-cybersource'], description: 'Keys of processors' })
  @IsOptional()
  @IsString({ each: true })
  methods?: string[];

  @ApiPropertyOptional({ type: [Number], example: [1], description: 'Numbers of installments that are offered' })
  @IsOptional()
  @IsInt({ each: true })
  installments?: number[];

  @ApiPropertyOptional({ example: true })
  @IsOptional()
  @IsBoolean()
  autoRenewal?: boolean;

  @ApiPropertyOptional({ example: 2, minimum: 0, description: 'Charge attempts a day' })
  @IsOptional()
  @IsInt()
  @Min(0)
  dailyAttempts?: number;

  @ApiPropertyOptional({ example: 15, minimum: 0, description: 'Days of notice before a card expires' })
  @IsOptional()
  @IsInt()
  @Min(0)
  daysNotifyExpiringCard?: number;

  @ApiPropertyOptional({
    oneOf: [{ type: 'number' }, { type: 'string' }],
    example: 24,
    description:
      'Time between attempts, 24 hours by default. Its type and place are not documented: passed on as it is',
  })
  @Allow()
  intervalAttempt?: unknown;

  @ApiPropertyOptional({
    oneOf: [{ type: 'number' }, { type: 'string' }],
    example: 3,
    description: 'Grace period in days. Its type and place are not documented: passed on as it is',
  })
  @Allow()
  graceDays?: unknown;
}
