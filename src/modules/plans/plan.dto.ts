import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, IsString, Matches, Min, ValidateNested } from 'class-validator';
import { Source } from '../../common/source.js';
import { IsAmount } from '../amount.validator.js';
import { CURRENCY_CODE } from '../iso-codes.js';
import { OpenField } from '../open-field.js';

const PLAN_TYPES = ['interval', 'fixedDay', 'anniversary', 'automatic'] as const;

@Source('recurring-payments/plans')
export class FrequencyDto {
  @ApiProperty({
    type: 'integer',
    example: 30,
    minimum: 0,
    description: 'Days between charges; what a type makes of it is Migo’s to judge',
  })
  @IsInt()
  @Min(0)
  frequency: number;

  @OpenField({ example: 1, description: 'Day of the month, for the type `fixedDay`' })
  day?: unknown;

  @OpenField({ example: 'Mensual' })
  shortDescription?: unknown;

  @OpenField({ example: 'Cada treinta días' })
  longDescription?: unknown;
}

@Source('recurring-payments/plans')
export class PlanDto {
  @ApiProperty({ example: 'Plan Oro', description: 'Shown on cardholder statements' })
  @IsString()
  name: string;

  @ApiProperty({ example: 125.5, description: 'Of every charge, in units of `currency`, up to 4 decimals' })
  @IsAmount()
  amount: number;

  @ApiProperty({ example: 'GTQ', pattern: CURRENCY_CODE.source, description: 'ISO 4217' })
  @Matches(CURRENCY_CODE, { message: 'currency must be an ISO 4217 code' })
  currency: string;

  @ApiPropertyOptional({
    enum: PLAN_TYPES,
    example: 'interval',
    description:
      '`interval`: every `frequency.frequency` days from the anchor date. `fixedDay`: on a set day of the month. ' +
      '`anniversary`: on the same calendar day each cycle. `automatic`: left to the processor. Migo’s specification ' +
      'shows them in upper case, which its runtime refuses',
  })
  @IsOptional()
  @IsIn(PLAN_TYPES)
  type?: string;

  @ApiProperty({ type: FrequencyDto, example: { frequency: 30, day: 1 } })
  @IsObject()
  @ValidateNested()
  @Type(() => FrequencyDto)
  frequency: FrequencyDto;

  @OpenField({ example: ['visa-cybersource'], description: 'Keys of processors' })
  methods?: unknown;

  @OpenField({ example: [1], description: 'Numbers of installments that are offered' })
  installments?: unknown;

  @OpenField({ example: true })
  autoRenewal?: unknown;

  @OpenField({ example: 2, description: 'Charge attempts a day' })
  dailyAttempts?: unknown;

  @OpenField({ example: 15, description: 'Days of notice before a card expires' })
  daysNotifyExpiringCard?: unknown;

  @OpenField({ example: 24, description: 'Time between attempts, 24 hours by default; its place is not documented' })
  intervalAttempt?: unknown;

  @OpenField({ example: 3, description: 'Grace period in days; its place is not documented' })
  graceDays?: unknown;
}
