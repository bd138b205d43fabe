import { isRecord } from '../../common/json.js';
import { defineLookUp } from '../../routes/look-up.js';
import { elementsOf, factsFrom, fieldText, idOf } from '../look-up-fields.js';

/** The transaction names the payer, the payer's subscriptions one of the plan, and that one the transaction it came from. */
export const verifyCardLookUp = defineLookUp({
  by: "the payer's subscriptions: one of the plan that came from this transaction",
  needs: '`shouldCreateSubscription`: a verification alone leaves nothing that can be read',
  facts: ({ body }) => {
    if (!isRecord(body) || body['shouldCreateSubscription'] !== true) return undefined;
    const uid = fieldText(body, 'uid') ?? fieldText(body, 'transactionUid');
    return factsFrom({ uid, planUid: fieldText(body, 'planUid') }, 'uid', 'planUid');
  },
  steps: [
    {
      row: 'transactions.searchTransactions',
      ask: ({ uid = '' }) => ({ query: { uid } }),
      find: (data, { uid }) => {
        const found = elementsOf(data).find((one) => fieldText(one, 'uid') === uid);
        const payer = factsFrom(
          { userId: fieldText(found, 'userId'), clientId: fieldText(found, 'client') },
          'userId',
          'clientId',
        );
        return payer && { facts: payer };
      },
    },
    {
      row: 'subscriptions.listSubscriptions',
      ask: ({ userId = '', clientId = '' }) => ({ query: { userId, clientId } }),
      find: (data, { planUid }) => {
        // The newest stands last.
        const found = elementsOf(data).filter((one) => fieldText(one, 'planUid') === planUid);
        const subUid = fieldText(found.at(-1), 'subUid');
        return subUid === undefined ? undefined : { facts: { subUid } };
      },
    },
    {
      row: 'subscriptions.getSubscription',
      ask: ({ subUid = '' }) => ({ params: { subUid } }),
      find: (data, { uid }) => {
        const isOurs = isRecord(data) && fieldText(data, 'transactionUid') === uid;
        return isOurs ? { status: 'succeeded', ...idOf(data, 'subUid') } : undefined;
      },
    },
  ],
});

/** A subscription that is cancelled stays so. */
export const cancelLookUp = defineLookUp({
  by: 'the subscription: it is cancelled by now',
  shows: 'state',
  facts: ({ params }) => factsFrom({ subUid: fieldText(params, 'subUid') }, 'subUid'),
  steps: [
    {
      row: 'subscriptions.getSubscription',
      ask: ({ subUid = '' }) => ({ params: { subUid } }),
      find: (data, { subUid = '' }) =>
        fieldText(data, 'status') === 'cancelled' ? { status: 'succeeded', id: subUid } : undefined,
    },
  ],
});
