import { BOOLEAN, NUMBER, OBJECT, shape, TEXT } from '../../routes/shape.js';

/** The fields are those of the creation (Migo: recurring-payments/plans). */
export const plan = shape('PlanAnswer', 'assumed', {
  planUid: TEXT,
  'client?': TEXT,
  name: TEXT,
  amount: NUMBER,
  currency: TEXT,
  'type?': TEXT,
  'frequency?': OBJECT,
  'autoRenewal?': BOOLEAN,
});
