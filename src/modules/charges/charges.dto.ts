import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  ValidateNested,
} from 'class-validator';
import { IsAmount } from '../amount.validator.js';

/** Migo: recurring-payments/on-demand. */
const MAX_CHARGES = 5000;

class ChargeDto {
  @ApiProperty({ example: 'sub_demo_active' })
  @IsString()
  @IsNotEmpty()
  subscriptionId: string;

  @ApiProperty({
    example: 10.5,
    minimum: 0.0001,
    description: "In units of the subscription's currency, up to 4 decimals",
  })
  @IsAmount()
  amount: number;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: { invoice: 'A-1' }, description: 'Free' })
  @Allow()
  metadata?: unknown;
}

/** Migo: recurring-payments/on-demand. */
export class SubmitChargesDto {
  @ApiProperty({ example: 'migoDeveloper', description: 'Id of the client' })
  @IsString()
  @IsNotEmpty()
  client: string;

  @ApiProperty({
    type: [ChargeDto],
    minItems: 1,
    maxItems: MAX_CHARGES,
    example: [{ subscriptionId: 'sub_demo_active', amount: 10.5, metadata: { invoice: 'A-1' } }],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_CHARGES)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ChargeDto)
  data: ChargeDto[];
}

/** Migo: recurring-payments/bulk-charges. The client is required, as a form field or as a query parameter. */
export class ChargeFileClientDto {
  @ApiPropertyOptional({ example: 'migoDeveloper', description: 'Required once: as a form field, or in the query' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  clientId?: string;
}

/** Migo: recurring-payments/scheduled-charges. There are no pages. */
export class PaymentHistoryQuery {
  @ApiProperty({ example: 'sub_demo_active' })
  @IsString()
  @IsNotEmpty()
  subscriptionId: string;
}
