import type { Settings } from '../../config/settings.js';
import type { Metrics } from '../../observability/metrics.js';
import type { Row } from '../../routes/route.js';
import type { RowAnswer } from '../row-call.js';
import { deliverConcealed } from './concealed-delivery.js';
import { deliver, type Delivery } from './delivery.js';
import { deliverTagged } from './tagged-delivery.js';

export interface DeliveryTools {
  settings: Settings;
  metrics: Pick<Metrics, 'notModified'>;
}

/** A way in which a client gets an answer. */
export interface DeliveryWay {
  name: string;
  isFor: (row: Row) => boolean;
  /** Undefined where nothing has to be waited for. */
  run: (delivery: Delivery, answer: RowAnswer, tools: DeliveryTools) => Promise<void> | undefined;
}

const PLAIN: DeliveryWay = {
  name: 'deliver',
  isFor: () => true,
  run: (delivery, answer) => {
    deliver(delivery, answer);
    return undefined;
  },
};

const TAGGED: DeliveryWay = {
  name: 'deliver-tagged',
  isFor: ({ cache }) => cache === 'reference',
  run: (delivery, answer, { metrics }) => {
    if (deliverTagged(delivery, answer) === 304) metrics.notModified.inc();
    return undefined;
  },
};

/** The first that is for a row is its way. */
export const DELIVERIES: readonly DeliveryWay[] = [
  {
    name: 'deliver-concealed',
    isFor: ({ conceal }) => conceal !== undefined,
    run: (delivery, answer, { settings }) => deliverConcealed(delivery, answer, settings.limits.refusalStepMs),
  },
  TAGGED,
  PLAIN,
];

export function deliveryOf(row: Row): DeliveryWay {
  return DELIVERIES.find(({ isFor }) => isFor(row)) ?? PLAIN;
}
