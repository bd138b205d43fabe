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
  frequency: {
    frequency: number;
    day?: number | undefined;
    shortDescription?: string | undefined;
    longDescription?: string | undefined;
  };
  autoRenewal: boolean;
  methods?: readonly string[] | undefined;
  installments?: readonly number[] | undefined;
  dailyAttempts?: number | undefined;
  daysNotifyExpiringCard?: number | undefined;
  graceDays?: number | undefined;
}
