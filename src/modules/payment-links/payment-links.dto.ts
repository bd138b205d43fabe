import { ApiPropertyOptional } from '@nestjs/swagger';
import { Equals } from 'class-validator';
import { Source } from '../../common/decorators/source.js';
import { OpenField } from '../open-field.js';
import { AmountField } from '../amount-field.js';

/** Migo's pages show the fields in samples, and call none required. */
export class CreatePaymentLinkDto {
  @AmountField({ optional: true, example: 125.5, description: 'In units of `currency`, up to 4 decimals' })
  @Source('getting-started/payment-link-quickstart', 'wallet/overview')
  amount?: number;

  @OpenField({ example: '50255551234', description: 'Of the payer: phone number or an id of the merchant' })
  userId?: unknown;

  @OpenField({ example: 'web', description: 'Free tag, e.g. `wa`, `web`' })
  channel?: unknown;

  @OpenField({ example: 'migoDeveloper', description: 'Slug of the client' })
  client?: unknown;

  @OpenField({ example: 'GTQ', description: 'ISO 4217 in the samples' })
  currency?: unknown;

  @OpenField({ example: 'GT', description: 'ISO 3166-1 in the samples' })
  country?: unknown;

  @OpenField({ example: 'order-1001', description: "The merchant's own order id" })
  externalId?: unknown;

  @OpenField({ example: { orderId: 'order-1001' }, description: 'Free keys of the merchant' })
  customKeys?: unknown;

  @OpenField({ example: [], description: 'Its meaning is not documented' })
  ads?: unknown;

  @OpenField({ example: 'web-shop', description: 'Name of the creating system' })
  createdBy?: unknown;
}

/** The gateway adds Migo's keys, so a browser never holds them, and may not bring its own. */
@Source('introduction/authentication')
export class CreatePaymentLinkFromBrowserDto extends CreatePaymentLinkDto {
  @ApiPropertyOptional({ type: 'string', not: {}, description: 'Added by the gateway: must not be sent' })
  @Equals(undefined, { message: 'privateKey is added by the gateway and must not be sent' })
  privateKey?: never;

  @ApiPropertyOptional({ type: 'string', not: {}, description: 'Added by the gateway: must not be sent' })
  @Equals(undefined, { message: 'publicKey is added by the gateway and must not be sent' })
  publicKey?: never;
}
