import { CreatePlanDto, UpdatePlanDto } from '../../src/modules/plans/plans.dto.js';
import { brokenPaths } from './broken-fields.js';

const PLAN = { name: 'Gimnasio', amount: 19.9999, currency: 'USD', frequency: { frequency: 30 } };
const broken = (plan: object): Promise<string[]> => brokenPaths(CreatePlanDto, { plan: { ...PLAN, ...plan } });

describe('a new plan', () => {
  it.each(['interval', 'anniversary', 'automatic', undefined])('of the type %s may be charged daily', async (type) => {
    expect(await broken({ type, frequency: { frequency: 1, day: 0 } })).toEqual([]);
  });

  it('for a fixed day has a frequency above 30', async () => {
    expect(await broken({ type: 'fixedDay', frequency: { frequency: 31 } })).toEqual([]);
    expect(await broken({ type: 'fixedDay', frequency: { frequency: 30 } })).toEqual(['plan.frequency.frequency']);
    expect(await broken({ type: 'fixedDay', frequency: { frequency: 31.5 } })).toEqual(['plan.frequency.frequency']);
    expect(await broken({ type: 'fixedDay', frequency: {} })).toEqual(['plan.frequency.frequency']);
  });

  it.each([0, 32, 1.5, '1'])('for a fixed day has no day %j', async (day) => {
    expect(await broken({ type: 'fixedDay', frequency: { frequency: 31, day } })).toEqual(['plan.frequency.day']);
  });

  it('for a fixed day keeps the rules of the texts', async () => {
    const frequency = { frequency: 31, day: 31, shortDescription: 5 };
    expect(await broken({ type: 'fixedDay', frequency })).toEqual(['plan.frequency.shortDescription']);
  });

  it('has a type in the case that the runtime takes', async () => {
    expect(await broken({ type: 'FIXED_DAY' })).toEqual(['plan.type']);
  });

  it.each([undefined, null, 30, []])('has no frequency %j', async (frequency) => {
    expect(await broken({ frequency })).toEqual(['plan.frequency']);
  });
});

describe('a change of a plan', () => {
  const brokenChange = (plan: object): Promise<string[]> => brokenPaths(UpdatePlanDto, { planUid: 'plan_1', plan });

  it('names what changes and nothing else', async () => {
    expect(await brokenChange({})).toEqual([]);
    expect(await brokenChange({ name: 'Gimnasio 24h' })).toEqual([]);
    expect(await brokenChange({ frequency: { day: 5 } })).toEqual([]);
  });

  it('keeps the rules of the fields that it names', async () => {
    const wrong = { name: '', amount: 0, type: 'weekly', frequency: { frequency: 0 } };
    expect(await brokenChange(wrong)).toEqual(['plan.amount', 'plan.frequency.frequency', 'plan.name', 'plan.type']);
  });
});
