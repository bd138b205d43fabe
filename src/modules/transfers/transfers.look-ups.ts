import { textField } from '../../common/json.js';
import { defineLookUp } from '../../routes/look-up.js';
import { elementsOf, factsFrom, fieldText, idOf, isMadeAfter, isSameAmount, onlyOne } from '../look-up-fields.js';

/** A transfer among those of the card in the month. It has no reference of the caller's. */
export const transferLookUp = defineLookUp({
  by: 'the transfers of the source card: same cards, same amount, same reason, made since',
  facts: ({ body }) =>
    factsFrom(
      {
        fromCardId: fieldText(body, 'fromCardId'),
        toCardId: fieldText(body, 'toCardId'),
        amount: fieldText(body, 'amount'),
        observations: fieldText(body, 'observations'),
      },
      'fromCardId',
      'toCardId',
      'amount',
    ),
  steps: [
    {
      row: 'transfers.listCardTransfers',
      ask: ({ fromCardId = '' }, at) => ({
        params: { cardId: fromCardId, month: String(at.getUTCMonth() + 1), year: String(at.getUTCFullYear()) },
      }),
      find: (data, facts, at) => {
        const same = elementsOf(data).filter(
          (one) =>
            fieldText(one, 'fromCardId') === facts['fromCardId'] &&
            fieldText(one, 'toCardId') === facts['toCardId'] &&
            isSameAmount(one, 'amount', facts['amount']) &&
            fieldText(one, 'observations') === facts['observations'] &&
            isMadeAfter(one, at),
        );
        const made = onlyOne(same);
        if (made === undefined) return undefined;
        const isRefused = textField(made, 'status') === 'denied';
        return { status: isRefused ? 'refused' : 'succeeded', ...idOf(made, 'id') };
      },
    },
  ],
});
