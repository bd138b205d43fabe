import { CreatePaymentLinkDto } from '../../src/modules/payment-links/payment-links.dto.js';
import { brokenPaths } from './broken-fields.js';

const broken = (amount: unknown): Promise<string[]> => brokenPaths(CreatePaymentLinkDto, { amount });

describe('an amount', () => {
  it.each([0.0001, 1, 125.5, 19.9999, 50_000, Number('98765432109876.5432')])('may be %d', async (amount) => {
    expect(await broken(amount)).toEqual([]);
  });

  // class-validator's own rule throws on 1e-7, and takes 1.5e-7 for one with four decimals.
  it.each([0, -1, 1.00001, 1e-7, 1.5e-7, 1e21, Infinity, NaN, '125.50', true, [1], {}])(
    'may not be %p',
    async (amount) => {
      expect(await broken(amount)).toEqual(['amount']);
    },
  );
});
