import { Source } from '../../common/decorators/source.js';
import { OpenField } from '../open-field.js';
import { AmountField } from '../amount-field.js';
import { NestedListField } from '../nested-fields.js';
import { TextField } from '../typed-fields.js';

@Source('recurring-payments/on-demand')
class ChargeDto {
  @TextField({ example: 'sub_demo_active' })
  subscriptionId: string;

  @AmountField({ example: 10.5, description: "In units of the subscription's currency, up to 4 decimals" })
  @Source('recurring-payments/on-demand', 'recurring-payments/plans')
  amount: number;

  @OpenField({ example: { invoice: 'A-1' }, description: 'Free' })
  metadata?: unknown;
}

@Source('recurring-payments/on-demand')
export class SubmitChargesDto {
  @TextField({ example: 'migoDeveloper', description: 'Id of the client' })
  client: string;

  @NestedListField(
    ChargeDto,
    { example: [{ subscriptionId: 'sub_demo_active', amount: 10.5, metadata: { invoice: 'A-1' } }] },
    { minItems: 1, maxItems: 5000 },
  )
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
