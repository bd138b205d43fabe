import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsNumber, IsObject, IsOptional, IsString, ValidateIf } from 'class-validator';
import { Source } from '../../common/source.js';
import { AMOUNT_TEXT, IsAmount } from '../amount.validator.js';
import { Conditions, having } from '../../openapi/conditions.js';
import { NUMBER, TEXT } from '../../routes/shape.js';
import { OpenField } from '../open-field.js';

/** `CardTransfersStatus`. */
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

/** Any of `deviceId`, `terminalId`, `externalTerminalId` names the terminal. */
@Source('terminal-payments/process-payment')
@Conditions({
  anyOf: [having('deviceId', TEXT), having('terminalId', NUMBER), having('externalTerminalId', TEXT)],
})
export class CreateTerminalPaymentDto {
  @ApiProperty({
    example: 125.5,
    description: "Units of the terminal's currency, more than 0, up to 4 decimals",
  })
  @Source('terminal-payments/process-payment', 'wallet/overview')
  @IsAmount({ aboveZero: true })
  subtotal: number;

  @ApiPropertyOptional({
    nullable: true,
    example: 'dev-demo-1',
    description: 'Or `terminalId`, or `externalTerminalId`',
  })
  @ValidateIf(
    ({ deviceId, terminalId, externalTerminalId }: CreateTerminalPaymentDto) =>
      (deviceId ?? undefined) !== undefined || (terminalId ?? externalTerminalId ?? undefined) === undefined,
  )
  @IsString({ message: 'deviceId, terminalId or externalTerminalId must name the terminal' })
  deviceId?: string;

  @ApiPropertyOptional({ example: 9001 })
  @IsOptional()
  @IsNumber()
  terminalId?: number;

  @ApiPropertyOptional({ example: 'EXT-9001' })
  @IsOptional()
  @IsString()
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

/** There is no other way to cancel or refund. */
@Source('terminal-payments/cancel-transaction')
export class UpdateTerminalPaymentDto {
  @ApiPropertyOptional({
    enum: STATUSES,
    example: 'cancelled',
    description: '`cancelled` or `reversed` cancels, `refunded` refunds; only what is `liquidated` can be `reversed`',
  })
  @IsOptional()
  @IsIn(STATUSES)
  status?: string;

  @OpenField({ example: 'acq-000123' })
  externalId?: unknown;

  @ApiPropertyOptional({
    oneOf: [{ type: 'number', multipleOf: 0.0001 }, { type: 'string', pattern: AMOUNT_TEXT }, { type: 'null' }],
    example: 125.5,
    description: "Units of the terminal's currency, up to 4 decimals. A number, or text as in Migo's answers",
  })
  @Source('terminal-payments/process-payment', 'wallet/overview')
  @IsOptional()
  @IsAmount({ text: true })
  totalAmount?: number | string;

  @OpenField({ example: { reason: 'customer request' } })
  additionalData?: unknown;
}
