import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, ValidateIf } from 'class-validator';
import { Source } from '../../common/decorators/source.js';
import { Conditions, having } from '../../openapi/conditions.js';
import { TEXT } from '../../routes/shape.js';
import { OpenField } from '../open-field.js';
import { BooleanField, ObjectField, TextField } from '../typed-fields.js';

@Source('recurring-payments/overview')
export class ListSubscriptionsQuery {
  @OpenField({ required: true, example: '50255560001', description: 'Of the payer' })
  userId: unknown;

  @OpenField({ required: true, example: 'migoDeveloper' })
  clientId: unknown;
}

/** Only the e-mail can be changed (recurring-payments/lifecycle); the names of the fields are assumed. */
export class UpdateSubscriptionDto {
  @OpenField({ example: 'sub_demo_active', description: 'Assumed' })
  subUid?: unknown;

  @OpenField({ example: 'ana.morales@example.com', description: 'Assumed' })
  notificationEmail?: unknown;
}

/** Migo's text names the transaction `transactionUid`, its samples `uid`: either is taken. */
@Source('recurring-payments/payment-methods')
@Conditions({
  anyOf: [having('uid', TEXT), having('transactionUid', TEXT)],
  if: having('shouldCreateSubscription', { const: true }),
  then: having('planUid', TEXT),
})
export class VerifyCardDto {
  @ApiPropertyOptional({
    nullable: true,
    example: 'trx_demo00000001',
    description: 'Existing transaction; or `transactionUid`',
  })
  @ValidateIf(
    ({ transactionUid, uid }: VerifyCardDto) => typeof transactionUid !== 'string' || (uid ?? undefined) !== undefined,
  )
  @IsString()
  uid?: string;

  @TextField({
    optional: true,
    example: 'trx_demo00000001',
    description: 'The same by the name that Migo’s text gives it',
  })
  transactionUid?: string;

  @TextField({ example: 'visa-cybersource' })
  processor: string;

  @ObjectField({
    writeOnly: true,
    example: { token: 'tok_demo' },
    description: 'Card data as tokenized by the processor. Never logged, never stored.',
  })
  cardInfo: object;

  @BooleanField({ optional: true, example: true, description: 'Also creates a subscription to `planUid`' })
  shouldCreateSubscription?: boolean;

  @ApiPropertyOptional({
    nullable: true,
    example: 'plan_demo_gold',
    description: 'Required with `shouldCreateSubscription: true`',
  })
  @ValidateIf(
    ({ shouldCreateSubscription, planUid }: VerifyCardDto) =>
      shouldCreateSubscription === true || (planUid ?? undefined) !== undefined,
  )
  @IsString()
  planUid?: string;
}
