import { listOf, NUMBER, OBJECT, shape, TEXT } from '../../routes/shape.js';

/** Migo: recurring-payments/on-demand. The keys of `totals` and of the errors are not documented. */
export const chargeBatch = shape('ChargeBatch', 'documented', {
  clientId: TEXT,
  batchId: TEXT,
  totals: OBJECT,
  errorsSample: listOf(OBJECT),
});

/** Migo: recurring-payments/bulk-charges. */
export const chargeFile = shape('ChargeFile', 'documented', { trackingId: TEXT });

/** Migo: recurring-payments/scheduled-charges documents the array, not its elements. */
export const pastCharge = shape('PastCharge', 'assumed', {
  'paymentUid?': TEXT,
  'subscriptionId?': TEXT,
  'amount?': NUMBER,
  'currency?': TEXT,
  'cardId?': TEXT,
  'status?': TEXT,
  'createdAt?': TEXT,
});
