import { defineLookUp } from '../../routes/look-up.js';
import { elementsOf, factsFrom, fieldText, idOf, isMadeAfter } from '../look-up-fields.js';

/** A funds operation among the movements of the card, by the caller's own reference, which Migo takes once (7006). */
export const fundsLookUp = defineLookUp({
  by: "the movements of the card: the caller's `reference`, made since",
  needs: 'a `reference` of your own',
  facts: ({ params, body }) =>
    factsFrom({ cardId: fieldText(params, 'cardId'), reference: fieldText(body, 'reference') }, 'cardId', 'reference'),
  steps: [
    {
      row: 'transfers.listCardTransfers',
      ask: ({ cardId = '' }, at) => ({
        params: { cardId, month: String(at.getUTCMonth() + 1), year: String(at.getUTCFullYear()) },
      }),
      find: (data, { reference }, at) => {
        const made = elementsOf(data).find((one) => fieldText(one, 'reference') === reference && isMadeAfter(one, at));
        return made === undefined ? undefined : { status: 'succeeded', ...idOf(made, 'id') };
      },
    },
  ],
});
