import { InputCheck } from '../http/input-check.js';
import { PLAN_TYPES, type Plan } from '../state/plans.js';

export type PlanFields = Omit<Plan, 'planUid' | 'client'>;

const DAYS = { min: 0, max: Number.MAX_SAFE_INTEGER };
const CURRENCY = { pattern: /^(?:[A-Za-z]{3}|\d{3})$/, sense: 'must be an ISO 4217 code' };

/** The `plan` of a new plan (recurring-payments/plans). What is known from samples only is kept as it comes. */
export function readPlan(source: Record<string, unknown>): PlanFields {
  const check = new InputCheck(source);
  const days = check.record('frequency');
  const frequency = new InputCheck(days);
  const { autoRenewal, methods, installments, dailyAttempts, daysNotifyExpiringCard, graceDays } = source;
  const plan: PlanFields = {
    name: check.text('name'),
    amount: check.amount('amount'),
    currency: check.text('currency', CURRENCY),
    type: check.optionalOneOf('type', PLAN_TYPES) ?? 'interval',
    frequency: { ...days, frequency: frequency.integer('frequency', DAYS) },
    autoRenewal: autoRenewal ?? false,
    methods,
    installments,
    dailyAttempts,
    daysNotifyExpiringCard,
    graceDays,
  };
  for (const { message } of frequency.errors) check.fail(`frequency.${message}`, '');
  check.throwIfInvalid();
  return plan;
}

/** A change names some fields; how it is judged is not documented, so that the result must be a plan again. */
export function changedPlan(plan: Plan, change: Record<string, unknown>): PlanFields {
  const fields = readPlan({ ...plan, amount: Number(plan.amount.text), ...change });
  // As written, or as it was: a copied body has lost the digits.
  return { ...fields, amount: new InputCheck(change).optionalAmount('amount') ?? plan.amount };
}
