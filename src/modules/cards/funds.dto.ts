import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsIn,
  IsISO4217CurrencyCode,
  IsNotEmpty,
  IsNumber,
  IsObject,
  IsOptional,
  IsPositive,
  IsString,
  MaxLength,
} from 'class-validator';

const OPERATIONS = ['ADD_FUNDS', 'WITHDRAW_FUNDS'] as const;

/** What both operations share. Migo: wallet/assign-funds. */
class FundsDto {
  @ApiProperty({
    example: 150.75,
    description: "Units of the card's currency, more than 0 also for a withdrawal, up to 4 decimals",
  })
  @IsNumber()
  @IsPositive()
  amount: number;

  @ApiProperty({ enum: OPERATIONS, example: 'ADD_FUNDS' })
  @IsIn(OPERATIONS)
  operation: string;

  @ApiPropertyOptional({ example: 'GTQ', description: "ISO 4217; without it, the card's currency" })
  @IsOptional()
  @IsISO4217CurrencyCode()
  currency?: string;
}

/** `FundsOperationDto`. */
export class AssignFundsDto extends FundsDto {
  @ApiProperty({ example: 'WEB', description: '`MOBILE`, `WEB`, `ATM`, perhaps others' })
  @IsString()
  @IsNotEmpty()
  channel: string;

  @ApiProperty({ example: 'payroll-2026-10-0001', description: 'Your own reference' })
  @IsString()
  @IsNotEmpty()
  reference: string;

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
  @ApiProperty({ example: 'adjustment-2026-10-0001', description: 'Your own reference' })
  @IsString()
  @IsNotEmpty()
  reference: string;

  @ApiPropertyOptional({ example: 'Ajuste de conciliación', description: 'Free note for audit or reconciliation' })
  @IsOptional()
  @IsString()
  observations?: string;
}
