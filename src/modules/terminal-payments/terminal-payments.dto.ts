import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, ValidateIf } from 'class-validator';
import { Source } from '../../common/decorators/source.js';
import { AMOUNT_TEXT } from '../amount.validator.js';
import { Conditions, having } from '../../openapi/conditions.js';
import { NUMBER, TEXT } from '../../routes/shape.js';
import { OpenField } from '../open-field.js';
import { AmountField } from '../amount-field.js';
import { ChoiceField, NumberField, ObjectField, TextField } from '../typed-fields.js';

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
  @AmountField({
    aboveZero: true,
    example: 125.5,
    description: "Units of the terminal's currency, more than 0, up to 4 decimals",
  })
  @Source('terminal-payments/process-payment', 'wallet/overview')
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

  @NumberField({ optional: true, example: 9001 })
  terminalId?: number;

  @TextField({ optional: true, example: 'EXT-9001' })
  externalTerminalId?: string;

  @TextField({ optional: true, example: 'sale-2026-10-0001', description: 'Migo generates one where it is left out' })
  operationId?: string;

  @ObjectField({ optional: true, example: { table: '12' }, description: 'Kept with the payment' })
  additionalData?: object;
}

/** There is no other way to cancel or refund. */
@Source('terminal-payments/cancel-transaction')
export class UpdateTerminalPaymentDto {
  @ChoiceField(STATUSES, {
    optional: true,
    example: 'cancelled',
    description: '`cancelled` or `reversed` cancels, `refunded` refunds; only what is `liquidated` can be `reversed`',
  })
  status?: string;

  @OpenField({ example: 'acq-000123' })
  externalId?: unknown;

  @AmountField(
    {
      optional: true,
      text: true,
      example: 125.5,
      description: "Units of the terminal's currency, up to 4 decimals. A number, or text as in Migo's answers",
    },
    { oneOf: [{ type: 'number', multipleOf: 0.0001 }, { type: 'string', pattern: AMOUNT_TEXT }, { type: 'null' }] },
  )
  @Source('terminal-payments/process-payment', 'wallet/overview')
  totalAmount?: number | string;

  @OpenField({ example: { reason: 'customer request' } })
  additionalData?: unknown;
}
