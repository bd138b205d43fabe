import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { Source } from '../../common/decorators/source.js';
import { CURRENCY_CODE } from '../iso-codes.js';
import { OpenField } from '../open-field.js';
import { AmountField } from '../amount-field.js';
import { ChoiceField, ObjectField, PatternField } from '../typed-fields.js';

const OPERATIONS = ['ADD_FUNDS', 'WITHDRAW_FUNDS'] as const;

/** What both operations share. */
@Source('wallet/assign-funds')
class FundsDto {
  @AmountField({
    aboveZero: true,
    example: 150.75,
    description: "Units of the card's currency, more than 0 also for a withdrawal, up to 4 decimals",
  })
  @Source('wallet/assign-funds', 'wallet/overview')
  amount: number;

  @ChoiceField(OPERATIONS, { example: 'ADD_FUNDS' })
  operation: string;

  @OpenField({ required: true, example: 'payroll-2026-10-0001', description: 'Your own reference' })
  reference: unknown;

  @PatternField(CURRENCY_CODE, 'an ISO 4217 code', {
    optional: true,
    example: 'GTQ',
    description: "ISO 4217; without it, the card's currency",
  })
  currency?: string;
}

/** `FundsOperationDto`. */
export class AssignFundsDto extends FundsDto {
  @OpenField({ required: true, example: 'WEB', description: '`MOBILE`, `WEB`, `ATM`, perhaps others' })
  channel: unknown;

  @ApiPropertyOptional({ example: 'Planilla de octubre', maxLength: 50 })
  @IsOptional()
  @IsString()
  @MaxLength(50)
  description?: string;

  @ObjectField({ optional: true, example: { costCenter: 'GT-01' } })
  customKeys?: object;
}

/** `CardAssingFundsDto`, which Migo spells so. */
export class UpdateFundsDto extends FundsDto {
  @OpenField({ example: 'Ajuste de conciliación', description: 'Free note for audit or reconciliation' })
  observations?: unknown;
}
