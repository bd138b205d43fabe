import type { Answer } from '../../clients/transport/exchange.js';
import type { Settings } from '../../config/settings.js';
import type { Row } from '../../routes/route.js';
import { deliverConcealed } from './concealed-delivery.js';
import { deliver, type Delivery } from './delivery.js';

type Deliver = (delivery: Delivery, answer: Answer, settings: Settings) => void | Promise<void>;

/** The ways in which a client gets an answer: the first that is for a row. */
export const DELIVERIES: readonly { name: string; isFor: (row: Row) => boolean; run: Deliver }[] = [
  {
    name: 'deliver-concealed',
    isFor: ({ conceal }) => conceal !== undefined,
    run: (delivery, answer, { limits }) => deliverConcealed(delivery, answer, limits.refusalStepMs),
  },
  { name: 'deliver', isFor: () => true, run: deliver },
];

export function deliveryOf(row: Row): Deliver {
  return DELIVERIES.find(({ isFor }) => isFor(row))?.run ?? deliver;
}
