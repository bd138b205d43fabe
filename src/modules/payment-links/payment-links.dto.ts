import { ApiPropertyOptional } from '@nestjs/swagger';
import { Equals, IsArray, IsNotEmpty, IsObject, IsOptional, IsString, Matches } from 'class-validator';
import { IsAmount } from '../amount.validator.js';

/** Migo: getting-started/payment-link-quickstart and the recipes. They show fields in samples only, and call none required. */
export class CreatePaymentLinkDto {
  @ApiPropertyOptional({ example: 125.5, minimum: 0.0001, description: 'In units of `currency`, up to 4 decimals' })
  @IsOptional()
  @IsAmount()
  amount?: number;

  @ApiPropertyOptional({ example: '50255551234', description: 'Of the payer: phone number or an id of the merchant' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  userId?: string;

  @ApiPropertyOptional({ example: 'web', description: 'Free tag, e.g. `wa`, `web`' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  channel?: string;

  @ApiPropertyOptional({ example: 'migoDeveloper', description: 'Slug of the client' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  client?: string;

  @ApiPropertyOptional({ example: 'GTQ', description: 'ISO 4217' })
  @IsOptional()
  @Matches(/^[A-Z]{3}$/, { message: 'currency must be an ISO 4217 code' })
  currency?: string;

  @ApiPropertyOptional({ example: 'GT', description: 'ISO 3166-1 country code' })
  @IsOptional()
  @Matches(/^[A-Z]{2,3}$/, { message: 'country must be an ISO 3166-1 country code' })
  country?: string;

  @ApiPropertyOptional({ example: 'order-1001', description: "The merchant's own order id" })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  externalId?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { orderId: 'order-1001' },
    description: 'Free keys of the merchant',
  })
  @IsOptional()
  @IsObject()
  customKeys?: object;

  @ApiPropertyOptional({ type: 'array', items: {}, example: [], description: 'Its meaning is not documented' })
  @IsOptional()
  @IsArray()
  ads?: unknown[];

  @ApiPropertyOptional({ example: 'web-shop', description: 'Name of the creating system' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  createdBy?: string;
}

/** The gateway adds Migo's keys, so a browser never holds them, and may not bring its own. */
export class CreatePaymentLinkFromBrowserDto extends CreatePaymentLinkDto {
  @ApiPropertyOptional({ type: 'string', not: {}, description: 'Added by the gateway: must not be sent' })
  @Equals(undefined, { message: 'privateKey is added by the gateway and must not be sent' })
  privateKey?: never;

  @ApiPropertyOptional({ type: 'string', not: {}, description: 'Added by the gateway: must not be sent' })
  @Equals(undefined, { message: 'publicKey is added by the gateway and must not be sent' })
  publicKey?: never;
}
