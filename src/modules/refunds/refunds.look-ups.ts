import { defineLookUp, type LookUp } from '../../routes/look-up.js';
import { elementsOf, factsFrom, fieldText } from '../look-up-fields.js';

/** The transaction, found by its uid, in a state that says that its money went back. */
function reversalLookUp(statuses: readonly string[], isTold: (body: unknown) => boolean, needs?: string): LookUp {
  return defineLookUp({
    shows: 'state',
    by: `the transaction search: the \`transactionUid\`, by now ${statuses.join(' or ')}`,
    ...(needs !== undefined && { needs }),
    facts: ({ body }) => (isTold(body) ? factsFrom({ uid: fieldText(body, 'transactionUid') }, 'uid') : undefined),
    steps: [
      {
        row: 'transactions.searchTransactions',
        ask: ({ uid = '' }) => ({ query: { uid } }),
        find: (data, { uid }) => {
          const found = elementsOf(data).find((one) => fieldText(one, 'uid') === uid);
          const status = fieldText(found, 'status')?.toLowerCase();
          return status !== undefined && statuses.includes(status)
            ? { status: 'succeeded', ...(uid !== undefined && { id: uid }) }
            : undefined;
        },
      },
    ],
  });
}

export const revertLookUp = reversalLookUp(['reversed', 'cancelled'], () => true);
export const refundLookUp = reversalLookUp(
  ['refunded'],
  (body) => fieldText(body, 'amount') === undefined,
  'no `amount`: a part that was given back shows nowhere',
);
