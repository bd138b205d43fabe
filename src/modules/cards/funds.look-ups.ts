import { defineLookUp } from '../../routes/look-up.js';
import { elementsOf, factsFrom, fieldText, idOf, isMadeAfter, isSameAmount, onlyOne } from '../look-up-fields.js';

/** A funds operation among the movements of the card, by the caller's own reference. Whether Migo takes one twice is not documented. */
export const fundsLookUp = defineLookUp({
  by: "the movements of the card: the caller's `reference`, the same amount, made since",
  alike: ['cardId', 'reference'],
  needs: 'a `reference` of your own',
  facts: ({ params, body }) =>
    factsFrom(
      {
        cardId: fieldText(params, 'cardId'),
        reference: fieldText(body, 'reference'),
        amount: fieldText(body, 'amount'),
      },
      'cardId',
      'reference',
      'amount',
    ),
  steps: [
    {
      row: 'transfers.listCardTransfers',
      ask: ({ cardId = '' }, at) => ({
        params: { cardId, month: String(at.getUTCMonth() + 1), year: String(at.getUTCFullYear()) },
      }),
      find: (data, { reference, amount }, at) => {
        const found = elementsOf(data).filter(
          (one) => fieldText(one, 'reference') === reference && isMadeAfter(one, at),
        );
        // An earlier one may be within the time by which clocks differ.
        const made = onlyOne(found) ?? onlyOne(found.filter((one) => isMadeAfter(one, at, 0)));
        if (made === undefined || (fieldText(made, 'amount') !== undefined && !isSameAmount(made, 'amount', amount)))
          return undefined;
        const isRefused = fieldText(made, 'status') === 'denied';
        return { status: isRefused ? 'refused' : 'succeeded', ...idOf(made, 'id') };
      },
    },
  ],
});
