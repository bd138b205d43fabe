import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import { Source } from '../../common/decorators/source.js';
import { Conditions } from '../../openapi/conditions.js';
import { OpenField } from '../open-field.js';
import { AmountField } from '../amount-field.js';
import { ObjectField, TextField } from '../typed-fields.js';
import { AlternativePaymentDataDto, dataOf, PROCESSOR_DATA } from './processor-data.dto.js';

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

@Source('alternative-payments/process-payment')
@Conditions(PROCESSOR_DATA)
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
