import { defineLookUp } from '../../routes/look-up.js';
import { elementsOf, factsFrom, fieldText, idOf, isMadeAfter } from '../look-up-fields.js';

/** A payment among the transactions of its terminal, by the caller's own operation id. Only a `deviceId` can be asked. */
export const terminalPaymentLookUp = defineLookUp({
  by: "the transactions of the device: the caller's `operationId`, made since",
  needs: 'a `deviceId` and an `operationId` of your own',
  facts: ({ body }) =>
    factsFrom(
      { deviceId: fieldText(body, 'deviceId'), operationId: fieldText(body, 'operationId') },
      'deviceId',
      'operationId',
    ),
  steps: [
    {
      row: 'terminals.listTerminalTransactions',
      ask: ({ deviceId = '' }) => ({ params: { deviceId } }),
      find: (data, { operationId }, at) => {
        const made = elementsOf(data).find(
          (one) => fieldText(one, 'operationId') === operationId && isMadeAfter(one, at),
        );
        return made === undefined ? undefined : { status: 'succeeded', ...idOf(made, 'id') };
      },
    },
  ],
});
