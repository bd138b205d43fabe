import { isRecord } from '../../common/json.js';
import { defineLookUp } from '../../routes/look-up.js';
import { elementsOf, factsFrom, fieldText, idOf, isMadeAfter, isSameAmount, onlyOne } from '../look-up-fields.js';

/** The first charge of a batch, which Migo takes or refuses as a whole, in the history of its subscription. */
export const chargesLookUp = defineLookUp({
  by: 'the payment history of the first subscription: same amount, made since',
  // Any batch or file may have the same charge in it.
  alike: 'any',
  facts: ({ body }) => {
    const [first] = isRecord(body) ? elementsOf(body['data']) : [];
    return factsFrom(
      { subscriptionId: fieldText(first, 'subscriptionId'), amount: fieldText(first, 'amount') },
      'subscriptionId',
      'amount',
    );
  },
  steps: [
    {
      row: 'charges.getPaymentHistory',
      ask: ({ subscriptionId = '' }) => ({ query: { subscriptionId } }),
      find: (data, { amount }, at) => {
        const made = onlyOne(
          elementsOf(data).filter((one) => isSameAmount(one, 'amount', amount) && isMadeAfter(one, at)),
        );
        return made === undefined ? undefined : { status: 'succeeded', ...idOf(made, 'paymentUid') };
      },
    },
  ],
});
