import { businessRefusal } from './business-codes.js';

describe('the status of a business code', () => {
  it.each([
    ['400', ['7000', '7001', '7002']],
    ['404', ['7004', '7005', '7010', '7013', '7014']],
    ['409', ['7006']],
    ['500', ['7003', '7007', '7008', '7009', '7011', '7012']],
  ])('is %s where Migo says so', (status, codes) => {
    expect(codes.map((code) => businessRefusal(code, 'x').status)).toEqual(codes.map(() => Number(status)));
  });

  it.each(['7100', '7200', '7205', '7210', '7213', '7220', '7221', '7300', '7301', '7303', '8099'])(
    'is 500 for %s, which is in none of Migo’s sets',
    (code) => {
      expect(businessRefusal(code, 'x')).toMatchObject({ status: 500, entries: [{ code, message: 'x' }] });
    },
  );
});
