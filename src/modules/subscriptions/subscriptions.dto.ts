import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsNotEmpty, IsObject, IsOptional, IsString, ValidateIf } from 'class-validator';

export class ListSubscriptionsQuery {
  @ApiProperty({ example: '50255550001' })
  @IsString()
  @IsNotEmpty()
  userId: string;

  @ApiProperty({ example: 'migoDeveloper' })
  @IsString()
  @IsNotEmpty()
  clientId: string;
}

/**
 * Migo: recurring-payments/payment-methods. Its text names the transaction `transactionUid`, its samples `uid`: either is
 * taken.
 */
export class VerifyCardDto {
  @ApiPropertyOptional({ example: 'trx_demo00000001', description: 'Existing transaction; or `transactionUid`' })
  @ValidateIf(({ transactionUid, uid }: VerifyCardDto) => transactionUid === undefined || uid !== undefined)
  @IsString()
  @IsNotEmpty()
  uid?: string;

  @ApiPropertyOptional({ example: 'trx_demo00000001' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  transactionUid?: string;

  @ApiProperty({ example: 'visa-cybersource' })
  @IsString()
  @IsNotEmpty()
  processor: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { token: 'tok_demo' },
    description: 'Card data as tokenized by the processor. Never logged, never stored.',
  })
  @IsObject()
  cardInfo: object;

  @ApiPropertyOptional({ description: 'Also creates a subscription to `planUid`' })
  @IsOptional()
  @IsBoolean()
  shouldCreateSubscription?: boolean;

  @ApiPropertyOptional({ example: 'plan_demo_gold', description: 'Required with `shouldCreateSubscription: true`' })
  @ValidateIf(
    ({ shouldCreateSubscription, planUid }: VerifyCardDto) =>
      shouldCreateSubscription === true || planUid !== undefined,
  )
  @IsString()
  @IsNotEmpty()
  planUid?: string;
}
