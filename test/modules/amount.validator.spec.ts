import { readNumber } from '../../src/common/number-text.js';
import { UpdateFundsDto } from '../../src/modules/cards/funds.dto.js';
import { CreatePaymentLinkDto } from '../../src/modules/payment-links/payment-links.dto.js';
import { brokenPaths } from './broken-fields.js';

const broken = (amount: unknown): Promise<string[]> => brokenPaths(CreatePaymentLinkDto, { amount });

describe('an amount', () => {
  it.each([0, -1, 0.0001, 1, 125.5, 19.9999, 50_000, 1e21, Number('98765432109876.5432')])(
    'may be %d',
    async (amount) => {
      expect(await broken(amount)).toEqual([]);
    },
  );

  // class-validator's own rule throws on 1e-7, and takes 1.5e-7 for one with four decimals.
  it.each([1.00001, 1e-7, 1.5e-7, Infinity, NaN, '125.50', true, [1], {}])('may not be %p', async (amount) => {
    expect(await broken(amount)).toEqual(['amount']);
  });

  it.each([0, -0, -1])('above zero may not be %d', async (amount) => {
    const body = { operation: 'ADD_FUNDS', reference: 'r' };
    expect(await brokenPaths(UpdateFundsDto, { ...body, amount: 0.0001 })).toEqual([]);
    expect(await brokenPaths(UpdateFundsDto, { ...body, amount })).toEqual(['amount']);
  });
});

describe('the text of a number', () => {
  it.each([
    ['0', 0, false],
    ['-0.0', 0, false],
    ['0.1000', 1, true],
    ['1.23456', 5, true],
    ['-1.5', 1, false],
    ['1e2', 0, true],
    ['12.5E-3', 4, true],
    ['10e-5', 4, true],
    ['1e-7', 7, true],
    ['1e400', 0, true],
    ['.5', 1, true],
    ['5.', 0, true],
    ['12345678901234567890.12345', 5, true],
  ])('%s has %d decimals', (text, decimals, isAboveZero) => {
    expect(readNumber(text)).toEqual({ decimals, isAboveZero });
  });

  it.each(['', ' 1', '1 ', '0x10', 'NaN', 'Infinity', '1,5', '.', 'e5', '1e', '--1'])('is no %j', (text) => {
    expect(readNumber(text)).toBeUndefined();
  });

  it('is read in a time that goes with its length', () => {
    const long = `1.${'0'.repeat(500_000)}1`;
    const start = performance.now();
    expect(readNumber(long)?.decimals).toBe(500_001);
    expect(readNumber(`${'1'.repeat(500_000)}x`)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
