import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, IsString, ValidateNested } from 'class-validator';
import { Source } from '../../common/source.js';
import { IsAmount } from '../amount.validator.js';
import { OpenField } from '../open-field.js';

const MAX_CHARGES = 5000;

@Source('recurring-payments/on-demand')
class ChargeDto {
  @ApiProperty({ example: 'sub_demo_active' })
  @IsString()
  subscriptionId: string;

  @ApiProperty({ example: 10.5, description: "In units of the subscription's currency, up to 4 decimals" })
  @Source('recurring-payments/on-demand', 'recurring-payments/plans')
  @IsAmount()
  amount: number;

  @OpenField({ example: { invoice: 'A-1' }, description: 'Free' })
  metadata?: unknown;
}

@Source('recurring-payments/on-demand')
export class SubmitChargesDto {
  @ApiProperty({ example: 'migoDeveloper', description: 'Id of the client' })
  @IsString()
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

/** Which of the two must name the client: `either` of the row's upload. */
export class ChargeFileClientDto {
  @OpenField({ example: 'migoDeveloper', description: 'Required once: as a form field, or in the query' })
  clientId?: unknown;
}

/** There are no pages. */
@Source('recurring-payments/scheduled-charges')
export class PaymentHistoryQuery {
  @OpenField({ required: true, example: 'sub_demo_active' })
  subscriptionId: unknown;
}
