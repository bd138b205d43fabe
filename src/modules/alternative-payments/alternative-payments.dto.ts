import { ApiProperty } from '@nestjs/swagger';
import { Type, type TypeHelpOptions } from 'class-transformer';
import { IsNumber, IsObject, IsOptional, IsString, ValidateIf, ValidateNested } from 'class-validator';
import { Source } from '../../common/decorators/source.js';
import { Conditions, having } from '../../openapi/conditions.js';
import { NUMBER, nullable, type Schema, TEXT } from '../../routes/shape.js';
import { OpenField } from '../open-field.js';
import { AmountField } from '../amount-field.js';
import { ObjectField, TextField } from '../typed-fields.js';

@Source('alternative-payments/create-transaction')
export class CreateAlternativePaymentDto {
  @AmountField({
    example: 100.25,
    description: "In units of the client's currency, up to 4 decimals, within the merchant's minimum and maximum",
  })
  amount: number;

  @TextField({ example: 'web', description: 'Free tag, e.g. `wa`, `web`, `pos`, `mobile`' })
  channel: string;

  @TextField({ example: 'migoDeveloper', description: 'Slug of the client' })
  client: string;

  @TextField({ example: '50255551234', description: 'Of the payer: phone number, e-mail or an id of the merchant' })
  userId: string;

  @ObjectField({
    optional: true,
    example: { orderId: 'order-1001' },
    description: 'Passed to processors that support it. One of Migo’s pages calls it required',
  })
  customKeys?: object;
}

@Source('alternative-payments/payment-intents')
export class CreatePaymentIntentDto {
  @TextField({ example: 'fri', description: 'One of the `paymentMethods` that the creation answered with' })
  processor: string;
}

/** Keys that the processor does not use are ignored by Migo, whatever they hold. */
class AlternativePaymentDataDto {
  @OpenField({ example: 'ana.morales', description: 'User name, a text for `fri`' })
  user?: unknown;

  @OpenField({ example: '50255551234', description: 'With the country code, a text for `fri`; also for `nequi`' })
  phoneNumber?: unknown;

  @OpenField({ example: 3, description: 'Number of installments, a number for `bamPaymentButton`' })
  installments?: unknown;
}

@Source('alternative-payments/process-payment', 'alternative-payments/payment-intents')
class FriDataDto extends AlternativePaymentDataDto {
  @OpenField({ example: 'ana.morales', description: 'Required without `phoneNumber`' })
  @ValidateIf(
    ({ phoneNumber, user }: FriDataDto) => typeof phoneNumber !== 'string' || (user ?? undefined) !== undefined,
  )
  @IsString({ message: 'user must be a string, or left out where phoneNumber is given' })
  declare user?: string;

  @OpenField({ example: '50255551234' })
  @IsOptional()
  @IsString()
  declare phoneNumber?: string;
}

@Source('alternative-payments/process-payment')
class BamPaymentButtonDataDto extends AlternativePaymentDataDto {
  @OpenField({ example: 3 })
  @IsOptional()
  @IsNumber()
  declare installments?: number;
}

/** By processor, the few whose data Migo documents. */
const DATA: ReadonlyMap<unknown, typeof AlternativePaymentDataDto> = new Map<unknown, typeof AlternativePaymentDataDto>(
  [
    ['fri', FriDataDto],
    ['bamPaymentButton', BamPaymentButtonDataDto],
  ],
);

function dataOf(help?: TypeHelpOptions): typeof AlternativePaymentDataDto {
  return DATA.get(help?.object['processor']) ?? AlternativePaymentDataDto;
}

function dataFor(processor: string, data: Schema): Schema {
  return { if: having('processor', { const: processor }), then: { properties: { data } } };
}

@Source('alternative-payments/process-payment')
@Conditions({
  allOf: [
    dataFor('fri', {
      properties: { user: nullable(TEXT), phoneNumber: nullable(TEXT) },
      anyOf: [having('user', TEXT), having('phoneNumber', TEXT)],
    }),
    dataFor('bamPaymentButton', { properties: { installments: nullable(NUMBER) } }),
  ],
})
export class ProcessAlternativePaymentDto extends CreatePaymentIntentDto {
  @ApiProperty({
    type: AlternativePaymentDataDto,
    example: { phoneNumber: '50255551234' },
    description: 'May be empty; `fri` needs `user` or `phoneNumber`',
  })
  @IsObject()
  @ValidateNested()
  @Type(dataOf)
  data: AlternativePaymentDataDto;
}

/** Migo checks no keys here, and keeps them for audit (alternative-payments/dismiss-transaction). */
export class DismissAlternativePaymentDto {
  @OpenField({ example: 'The customer changed their mind' })
  reason?: unknown;
}
