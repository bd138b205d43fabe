import { InputCheck } from '../http/input-check.js';
import { PLAN_TYPES, type Plan } from '../state/plans.js';

export type PlanFields = Omit<Plan, 'planUid' | 'client'>;

const DAYS = { min: 1, max: 3660 };
const COUNT = { min: 0, max: 1000 };

/** The `plan` of a new plan (recurring-payments/plans). */
export function readPlan(source: Record<string, unknown>): PlanFields {
  const check = new InputCheck(source);
  const frequency = new InputCheck(check.record('frequency'));
  const plan: PlanFields = {
    name: check.text('name'),
    amount: check.amount('amount'),
    currency: check.text('currency', { pattern: /^[A-Z]{3}$/, sense: 'must be an ISO 4217 code' }),
    type: check.optionalOneOf('type', PLAN_TYPES) ?? 'interval',
    frequency: {
      frequency: frequency.integer('frequency', DAYS),
      day: frequency.optionalInteger('day', { min: 1, max: 31 }),
      shortDescription: frequency.optionalText('shortDescription'),
      longDescription: frequency.optionalText('longDescription'),
    },
    autoRenewal: check.optionalFlag('autoRenewal'),
    methods: optionalItems(check, source, { field: 'methods', isItem: isText }),
    installments: optionalItems(check, source, { field: 'installments', isItem: isWholeNumber }),
    dailyAttempts: check.optionalInteger('dailyAttempts', COUNT),
    daysNotifyExpiringCard: check.optionalInteger('daysNotifyExpiringCard', COUNT),
    graceDays: check.optionalInteger('graceDays', COUNT),
  };
  // The page's only rule for a day of the month.
  if (plan.type === 'fixedDay' && plan.frequency.frequency <= 30) {
    frequency.fail('frequency', 'must be greater than 30 for fixedDay');
  }
  for (const { message } of frequency.errors) check.fail(`frequency.${message}`, '');
  check.throwIfInvalid();
  return plan;
}

/** A change names some fields; the result must be a whole plan again. */
export function changedPlan(plan: Plan, change: Record<string, unknown>): PlanFields {
  const fields = readPlan({ ...plan, amount: Number(plan.amount.text), ...change });
  // As written, or as it was: a copied body has lost the digits.
  return { ...fields, amount: new InputCheck(change).optionalAmount('amount') ?? plan.amount };
}

interface ListField<T> {
  field: string;
  isItem: (item: unknown) => item is T;
}

function optionalItems<T>(
  check: InputCheck,
  source: Record<string, unknown>,
  { field, isItem }: ListField<T>,
): T[] | undefined {
  if (source[field] === undefined) return undefined;
  const items = check.list(field, { min: 0, max: 100 });
  const good = items.filter(isItem);
  if (good.length < items.length) check.fail(field, 'holds an item of another type');
  return good;
}

function isText(item: unknown): item is string {
  return typeof item === 'string';
}

function isWholeNumber(item: unknown): item is number {
  return Number.isInteger(item);
}
