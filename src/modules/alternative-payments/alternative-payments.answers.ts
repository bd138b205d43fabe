import { INTEGER, listOf, nullable, OBJECT, shape, TEXT } from '../../routes/shape.js';

/** Migo: alternative-payments/create-transaction. `expireAt`: seconds left. */
export const alternativePayment = shape('AlternativePayment', 'documented', {
  uid: TEXT,
  paymentMethods: listOf(TEXT),
  expireAt: INTEGER,
});

/** Migo: alternative-payments/payment-intents; null for a processor that needs nothing. */
export const paymentIntent = nullable(shape('PaymentIntent', 'example', { 'requiredFields?': OBJECT }));

/** Migo: alternative-payments/process-payment. `type` says what to render; `data` is the processor's. */
export const startedPayment = shape('StartedPayment', 'example', {
  transaction_id: TEXT,
  type: TEXT,
  data: {},
  'cancelAt?': nullable(TEXT),
});
