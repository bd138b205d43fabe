import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Min } from 'class-validator';
import { Source } from '../../common/decorators/source.js';
import { CURRENCY_CODE } from '../iso-codes.js';
import { OpenField } from '../open-field.js';
import { AmountField } from '../amount-field.js';
import { NestedField } from '../nested-fields.js';
import { ChoiceField, PatternField, TextField } from '../typed-fields.js';

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
  @TextField({ example: 'Plan Oro', description: 'Shown on cardholder statements' })
  name: string;

  @AmountField({ example: 125.5, description: 'Of every charge, in units of `currency`, up to 4 decimals' })
  amount: number;

  @PatternField(CURRENCY_CODE, 'an ISO 4217 code', { example: 'GTQ', description: 'ISO 4217' })
  currency: string;

  @ChoiceField(PLAN_TYPES, {
    optional: true,
    example: 'interval',
    description:
      '`interval`: every `frequency.frequency` days from the anchor date. `fixedDay`: on a set day of the month. ' +
      '`anniversary`: on the same calendar day each cycle. `automatic`: left to the processor. Migo’s specification ' +
      'shows them in upper case, which its runtime refuses',
  })
  type?: string;

  @NestedField(FrequencyDto, { example: { frequency: 30, day: 1 } })
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
