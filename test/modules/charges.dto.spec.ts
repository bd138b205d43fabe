import { SubmitChargesDto } from '../../src/modules/charges/charges.dto.js';
import { brokenPaths } from './broken-fields.js';

const CHARGE = { subscriptionId: 'sub_1', amount: 10.5 };
const broken = (data: unknown): Promise<string[]> => brokenPaths(SubmitChargesDto, { client: 'migoDeveloper', data });

describe('a batch of charges', () => {
  it('has 1 to 5000 of them', async () => {
    expect(await broken([CHARGE])).toEqual([]);
    expect(await broken(Array.from({ length: 5000 }, () => CHARGE))).toEqual([]);
    expect(await broken(Array.from({ length: 5001 }, () => CHARGE))).toEqual(['data']);
    expect(await broken([])).toEqual(['data']);
  });

  it('tells which of them is wrong', async () => {
    expect(await broken([CHARGE, { ...CHARGE, amount: 0.00001 }, {}])).toEqual([
      'data[1].amount',
      'data[2].amount',
      'data[2].subscriptionId',
    ]);
  });

  // class-validator's ValidateNested takes no notice of them.
  it.each([null, 'x', 5])('has none that is %j', async (item) => {
    expect(await broken([CHARGE, item])).toContain('data');
  });

  it.each([{ invoice: 'A-1' }, 'A-1', null, ['a']])('passes %j on as metadata', async (metadata) => {
    expect(await broken([{ ...CHARGE, metadata }])).toEqual([]);
  });
});
