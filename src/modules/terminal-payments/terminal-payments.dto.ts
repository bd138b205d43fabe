import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsObject,
  IsOptional,
  IsPositive,
  IsString,
  ValidateIf,
} from 'class-validator';

/** Migo: concepts/payment-lifecycle, `CardTransfersStatus`. */
const STATUSES = [
  'created',
  'approved',
  'processed',
  'denied',
  'reversed',
  'refunded',
  'cancelled',
  'in_progress',
  'liquidated',
] as const;

/** Migo: terminal-payments/process-payment. Any of `deviceId`, `terminalId`, `externalTerminalId` names the terminal. */
export class CreateTerminalPaymentDto {
  @ApiProperty({
    example: 125.5,
    description: "Units of the terminal's currency, more than 0, up to 4 decimals",
  })
  @IsNumber()
  @IsPositive()
  subtotal: number;

  @ApiPropertyOptional({ example: 'dev-demo-1', description: 'Or `terminalId`, or `externalTerminalId`' })
  @ValidateIf(
    ({ deviceId, terminalId, externalTerminalId }: CreateTerminalPaymentDto) =>
      deviceId !== undefined || (terminalId ?? externalTerminalId ?? undefined) === undefined,
  )
  @IsString()
  @IsNotEmpty({ message: 'deviceId, terminalId or externalTerminalId must name the terminal' })
  deviceId?: string;

  @ApiPropertyOptional({ example: 9001 })
  @IsOptional()
  @IsInt()
  terminalId?: number;

  @ApiPropertyOptional({ example: 'EXT-9001' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  externalTerminalId?: string;

  @ApiPropertyOptional({ example: 'sale-2026-10-0001', description: 'Migo generates one where it is left out' })
  @IsOptional()
  @IsString()
  operationId?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { table: '12' },
    description: 'Kept with the payment',
  })
  @IsOptional()
  @IsObject()
  additionalData?: object;
}

/** Migo: terminal-payments/cancel-transaction. There is no other way to cancel or refund. */
export class UpdateTerminalPaymentDto {
  @ApiPropertyOptional({
    enum: STATUSES,
    example: 'cancelled',
    description: '`cancelled` or `reversed` cancels, `refunded` refunds; only what is `liquidated` can be `reversed`',
  })
  @IsOptional()
  @IsIn(STATUSES)
  status?: string;

  @ApiPropertyOptional({ example: 'acq-000123' })
  @IsOptional()
  @IsString()
  externalId?: string;

  @ApiPropertyOptional({
    oneOf: [{ type: 'number' }, { type: 'string' }],
    example: 125.5,
    description: "Units of the terminal's currency. The type is not documented: Migo's answers have text",
  })
  @IsOptional()
  @IsNotEmpty()
  totalAmount?: number | string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: { reason: 'customer request' } })
  @IsOptional()
  @IsObject()
  additionalData?: object;
}
