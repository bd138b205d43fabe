import { nullable, shape, TEXT } from '../../routes/shape.js';

/** The fields are those of the addition (Migo: recurring-payments/payment-methods). */
export const paymentMethod = shape('PaymentMethod', 'assumed', {
  'userId?': TEXT,
  'clientId?': TEXT,
  'processorId?': TEXT,
  'cardId?': TEXT,
  'alias?': nullable(TEXT),
});
