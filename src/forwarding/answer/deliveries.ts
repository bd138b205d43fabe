import type { Settings } from '../../config/settings.js';
import type { Row } from '../../routes/route.js';
import type { RowAnswer } from '../row-call.js';
import { deliverConcealed } from './concealed-delivery.js';
import { deliver, type Delivery } from './delivery.js';

/** A way in which a client gets an answer. */
export interface DeliveryWay {
  name: string;
  isFor: (row: Row) => boolean;
  run: (delivery: Delivery, answer: RowAnswer, settings: Settings) => Promise<void>;
}

const PLAIN: DeliveryWay = {
  name: 'deliver',
  isFor: () => true,
  run: (delivery, answer) => {
    deliver(delivery, answer);
    return Promise.resolve();
  },
};

/** The first that is for a row is its way. */
export const DELIVERIES: readonly DeliveryWay[] = [
  {
    name: 'deliver-concealed',
    isFor: ({ conceal }) => conceal !== undefined,
    run: (delivery, answer, { limits }) => deliverConcealed(delivery, answer, limits.refusalStepMs),
  },
  PLAIN,
];

export function deliveryOf(row: Row): DeliveryWay {
  return DELIVERIES.find(({ isFor }) => isFor(row)) ?? PLAIN;
}
