import { CreatePlanDto, UpdatePlanDto } from '../../src/modules/plans/plans.dto.js';
import { brokenPaths } from './broken-fields.js';

const PLAN = { name: 'Gimnasio', amount: 19.9999, currency: 'USD', frequency: { frequency: 30 } };
const broken = (plan: object): Promise<string[]> => brokenPaths(CreatePlanDto, { plan: { ...PLAN, ...plan } });

describe('a new plan', () => {
  it.each(['interval', 'fixedDay', 'anniversary', 'automatic', undefined])(
    'of the type %s has any frequency from 0 up: what it means is for Migo to judge',
    async (type) => {
      for (const frequency of [0, 1, 30, 31]) {
        expect(await broken({ type, frequency: { frequency, day: 40, shortDescription: 5 } })).toEqual([]);
      }
      for (const frequency of [-1, 1.5, '30', null, undefined]) {
        expect(await broken({ type, frequency: { frequency } })).toEqual(['plan.frequency.frequency']);
      }
    },
  );

  it.each([0, -5, 19.9999])('has the amount %d', async (amount) => {
    expect(await broken({ amount })).toEqual([]);
  });

  it.each(['gtq', 'USD', '320'])('has the currency %s in any case', async (currency) => {
    expect(await broken({ currency })).toEqual([]);
  });

  it('has a type in the case that the runtime takes', async () => {
    expect(await broken({ type: 'FIXED_DAY' })).toEqual(['plan.type']);
  });

  it.each([undefined, null, 30, []])('has no frequency %j', async (frequency) => {
    expect(await broken({ frequency })).toEqual(['plan.frequency']);
  });
});

describe('a change of a plan', () => {
  it('is known by name only, so that nothing of it is judged', async () => {
    expect(await brokenPaths(UpdatePlanDto, {})).toEqual([]);
    expect(await brokenPaths(UpdatePlanDto, { planUid: 7, plan: { name: '', type: 'weekly' }, client: null })).toEqual(
      [],
    );
  });
});
