import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type, type TypeHelpOptions } from 'class-transformer';
import {
  Allow,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsAmount } from '../amount.validator.js';

/** Migo: alternative-payments/create-transaction. */
export class CreateAlternativePaymentDto {
  @ApiProperty({
    example: 100.25,
    minimum: 0.0001,
    description: "In units of the client's currency, up to 4 decimals, within the merchant's minimum and maximum",
  })
  @IsAmount()
  amount: number;

  @ApiProperty({ example: 'web', description: 'Free tag, e.g. `wa`, `web`, `pos`, `mobile`' })
  @IsString()
  @IsNotEmpty()
  channel: string;

  @ApiProperty({ example: 'migoDeveloper', description: 'Slug of the client' })
  @IsString()
  @IsNotEmpty()
  client: string;

  @ApiProperty({ example: '50255551234', description: 'Of the payer: phone number, e-mail or an id of the merchant' })
  @IsString()
  @IsNotEmpty()
  userId: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { orderId: 'order-1001' },
    description: 'Passed to processors that support it. One of Migo’s pages calls it required',
  })
  @IsOptional()
  @IsObject()
  customKeys?: object;
}

/** Migo: alternative-payments/payment-intents. */
export class CreatePaymentIntentDto {
  @ApiProperty({ example: 'fri', description: 'One of the `paymentMethods` that the creation answered with' })
  @IsString()
  @IsNotEmpty()
  processor: string;
}

/** Keys that the processor does not use are ignored by Migo. */
class AlternativePaymentDataDto {
  @ApiPropertyOptional({ example: 'ana.morales', description: 'User name, for `fri`' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  user?: string;

  @ApiPropertyOptional({ example: '50255551234', description: 'With the country code, for `fri` and `nequi`' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  phoneNumber?: string;

  @ApiPropertyOptional({ example: 3, minimum: 1, description: 'Number of installments, for `bamPaymentButton`' })
  @IsOptional()
  @IsInt()
  @Min(1)
  installments?: number;
}

class FriDataDto extends AlternativePaymentDataDto {
  @ApiPropertyOptional({ example: 'ana.morales', description: 'Required without `phoneNumber`' })
  @ValidateIf(({ phoneNumber, user }: FriDataDto) => typeof phoneNumber !== 'string' || user !== undefined)
  @IsString({ message: 'user must be a string, or left out where phoneNumber is given' })
  @IsNotEmpty()
  declare user?: string;
}

function dataOf(help?: TypeHelpOptions): typeof AlternativePaymentDataDto {
  const processor: unknown = help?.object['processor'];
  return processor === 'fri' ? FriDataDto : AlternativePaymentDataDto;
}

/** Migo: alternative-payments/process-payment. */
export class ProcessAlternativePaymentDto {
  @ApiProperty({ example: 'fri', description: 'One of the `paymentMethods` that the creation answered with' })
  @IsString()
  @IsNotEmpty()
  processor: string;

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

/** Migo: alternative-payments/dismiss-transaction. Its keys are not checked, and kept for audit. */
export class DismissAlternativePaymentDto {
  @ApiPropertyOptional({ type: String, example: 'The customer changed their mind' })
  @Allow()
  reason?: unknown;
}
