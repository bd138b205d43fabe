import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsNotEmpty, IsObject, IsOptional, IsString, ValidateIf } from 'class-validator';

export class ListSubscriptionsQuery {
  @ApiProperty({ example: '50255560001', description: 'Of the payer' })
  @IsString()
  @IsNotEmpty()
  userId: string;

  @ApiProperty({ example: 'migoDeveloper' })
  @IsString()
  @IsNotEmpty()
  clientId: string;
}

/** Migo: recurring-payments/lifecycle. Only the e-mail can be changed; the names of the fields are assumed. */
export class UpdateSubscriptionDto {
  @ApiPropertyOptional({ example: 'sub_demo_active', description: 'Assumed' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  subUid?: string;

  @ApiPropertyOptional({ example: 'ana.morales@example.com', format: 'email', description: 'Assumed' })
  @IsOptional()
  @IsEmail()
  notificationEmail?: string;
}

/**
 * Migo: recurring-payments/payment-methods. Its text names the transaction `transactionUid`, its samples `uid`: either is
 * taken.
 */
export class VerifyCardDto {
  @ApiPropertyOptional({ example: 'trx_demo00000001', description: 'Existing transaction; or `transactionUid`' })
  @ValidateIf(({ transactionUid, uid }: VerifyCardDto) => typeof transactionUid !== 'string' || uid !== undefined)
  @IsString()
  @IsNotEmpty()
  uid?: string;

  @ApiPropertyOptional({ example: 'trx_demo00000001', description: 'The same by the name that Migo’s text gives it' })
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
    writeOnly: true,
    example: { token: 'tok_demo' },
    description: 'Card data as tokenized by the processor. Never logged, never stored.',
  })
  @IsObject()
  cardInfo: object;

  @ApiPropertyOptional({ example: true, description: 'Also creates a subscription to `planUid`' })
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
