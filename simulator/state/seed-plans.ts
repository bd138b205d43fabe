import { Decimal } from '../http/decimal.js';
import type { Plan } from './plans.js';

/** Two of `migoDeveloper`; `migoStore` has one of each type. */
export const DEMO_PLANS: readonly Plan[] = [
  {
    planUid: 'plan_demo_gold',
    name: 'Plan Oro',
    client: 'migoDeveloper',
    amount: new Decimal('125.50'),
    currency: 'GTQ',
    type: 'interval',
    frequency: { frequency: 30 },
    autoRenewal: true,
  },
  {
    planUid: 'plan_demo_basic',
    name: 'Plan Básico',
    client: 'migoDeveloper',
    amount: new Decimal('9.9900'),
    currency: 'USD',
    type: 'interval',
    frequency: { frequency: 7 },
    autoRenewal: true,
  },
  storePlan('plan_store_interval', { type: 'interval', frequency: { frequency: 15 } }),
  storePlan('plan_store_fixed_day', { type: 'fixedDay', frequency: { frequency: 31, day: 1 } }),
  storePlan('plan_store_anniversary', { type: 'anniversary', frequency: { frequency: 30 } }),
  storePlan('plan_store_automatic', { type: 'automatic', frequency: { frequency: 30 } }),
];

function storePlan(planUid: string, of: Pick<Plan, 'type' | 'frequency'>): Plan {
  return {
    planUid,
    name: `Tienda ${of.type}`,
    client: 'migoStore',
    amount: new Decimal('75.2500'),
    currency: 'GTQ',
    ...of,
    autoRenewal: of.type !== 'anniversary',
    methods: ['visa-cybersource'],
    installments: [1],
    dailyAttempts: 2,
    daysNotifyExpiringCard: 15,
  };
}
