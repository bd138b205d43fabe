import { accountKey, addressKey } from '../../src/limits/limit-keys.js';

describe('what an address is counted under', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2::', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:0db8:0001:0002:ffff::9', '2001:db8:1:2'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('of %s is %s', (address, key) => {
    expect(addressKey(address)).toBe(key);
  });
});

describe('what an account is counted under', () => {
  it('is the same for every spelling, and does not hold the name', () => {
    const keys = ['Ana@demo.migo.test', ' ana@DEMO.migo.test ', 'ａna@demo.migo.test'].map(accountKey);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).not.toContain('ana');
    expect(accountKey('luis@demo.migo.test')).not.toBe(keys[0]);
  });
});
