import type { Decimal } from '../http/decimal.js';

/** What the runtime takes; the specification's upper-case forms are refused (recurring-payments/plans). */
export const PLAN_TYPES = ['interval', 'fixedDay', 'anniversary', 'automatic'] as const;

export interface Plan {
  planUid: string;
  name: string;
  client: string;
  amount: Decimal;
  currency: string;
  type: (typeof PLAN_TYPES)[number];
  /** `frequency.frequency`: days between charges. */
  frequency: { frequency: number } & Record<string, unknown>;
  autoRenewal: unknown;
  methods?: unknown;
  installments?: unknown;
  dailyAttempts?: unknown;
  daysNotifyExpiringCard?: unknown;
  graceDays?: unknown;
}
