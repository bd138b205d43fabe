import { Decimal } from './decimal.js';

describe('Decimal', () => {
  it.each([
    ['0.1', '0.2', '0.3'],
    ['125.50', '0.0001', '125.5001'],
    ['98765432109876.5432', '1', '98765432109877.5432'],
    ['1', '2', '3'],
    ['-0.05', '0.02', '-0.03'],
  ])('adds %s and %s', (a, b, sum) => {
    expect(new Decimal(a).plus(new Decimal(b)).text).toBe(sum);
  });

  it('subtracts and compares exactly', () => {
    const balance = new Decimal('250.7500');
    expect(balance.minus(new Decimal('250.7501')).text).toBe('-0.0001');
    expect(balance.isMoreThan(new Decimal('250.7499'))).toBe(true);
    expect(balance.isMoreThan(new Decimal('250.75'))).toBe(false);
    expect(new Decimal('0.0000').isPositive()).toBe(false);
  });

  it.each(['1.23456', '01', '1e3', '', '.5', 'NaN'])('is not made of "%s"', (text) => {
    expect(() => new Decimal(text)).toThrow(RangeError);
  });

  it.each([
    ['125.50', '125.50'],
    ['1e2', '100'],
    ['1.5E-3', '0.0015'],
    ['12.5e1', '125'],
    ['1.23450000', '1.2345'],
    ['-0.1000', '-0.1000'],
    ['98765432109876543.21000', '98765432109876543.2100'],
    ['12345678901234567890', '12345678901234567890'],
  ])('is read from "%s"', (text, plain) => {
    expect(Decimal.read(text)?.text).toBe(plain);
  });

  it.each(['1.23456', '1e-5', '0.00001', '', 'x', '.5', '0x10'])('is not read from "%s"', (text) => {
    expect(Decimal.read(text)).toBeUndefined();
  });
});
