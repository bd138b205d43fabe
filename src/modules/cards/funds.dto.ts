import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsObject, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { Source } from '../../common/source.js';
import { IsAmount } from '../amount.validator.js';
import { CURRENCY_CODE } from '../iso-codes.js';
import { OpenField } from '../open-field.js';

const OPERATIONS = ['ADD_FUNDS', 'WITHDRAW_FUNDS'] as const;

/** What both operations share. */
@Source('wallet/assign-funds')
class FundsDto {
  @ApiProperty({
    example: 150.75,
    description: "Units of the card's currency, more than 0 also for a withdrawal, up to 4 decimals",
  })
  @Source('wallet/assign-funds', 'wallet/overview')
  @IsAmount({ aboveZero: true })
  amount: number;

  @ApiProperty({ enum: OPERATIONS, example: 'ADD_FUNDS' })
  @IsIn(OPERATIONS)
  operation: string;

  @OpenField({ required: true, example: 'payroll-2026-10-0001', description: 'Your own reference' })
  reference: unknown;

  @ApiPropertyOptional({
    example: 'GTQ',
    pattern: CURRENCY_CODE.source,
    description: "ISO 4217; without it, the card's currency",
  })
  @IsOptional()
  @Matches(CURRENCY_CODE, { message: 'currency must be an ISO 4217 code' })
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

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: { costCenter: 'GT-01' } })
  @IsOptional()
  @IsObject()
  customKeys?: object;
}

/** `CardAssingFundsDto`, which Migo spells so. */
export class UpdateFundsDto extends FundsDto {
  @OpenField({ example: 'Ajuste de conciliación', description: 'Free note for audit or reconciliation' })
  observations?: unknown;
}
