import { Source } from '../../common/decorators/source.js';
import { OpenField } from '../open-field.js';
import { NestedField } from '../nested-fields.js';

/** recurring-payments/overview names removal and default without their bodies: a card is named as at the addition. */
export class PaymentMethodKeyDto {
  @OpenField({ example: '50255560001', description: 'Of the payer' })
  userId?: unknown;

  @OpenField({ example: 'migoDeveloper' })
  clientId?: unknown;

  @OpenField({ example: 'card_demo_1', description: 'Of the tokenized card; never a card number' })
  cardId?: unknown;
}

/** A sample: none of the fields is called required. */
class TokenizeDataDto extends PaymentMethodKeyDto {
  @OpenField({ example: 'visa-cybersource' })
  processorId?: unknown;

  @OpenField({ example: 'Visa', description: 'Name that the payer sees' })
  alias?: unknown;
}

@Source('recurring-payments/payment-methods')
export class AddPaymentMethodDto {
  @NestedField(TokenizeDataDto, {
    example: {
      userId: '50255560001',
      clientId: 'migoDeveloper',
      processorId: 'visa-cybersource',
      cardId: 'card_demo_9',
      alias: 'Visa',
    },
  })
  tokenizeData: TokenizeDataDto;
}
