import { VerifyCardDto } from '../../src/modules/subscriptions/subscriptions.dto.js';
import { brokenPaths } from './broken-fields.js';

const CARD = { processor: 'visa-cybersource', cardInfo: { token: 'tok_demo' } };
const broken = (body: object): Promise<string[]> => brokenPaths(VerifyCardDto, { ...CARD, ...body });

describe('the transaction of a card check', () => {
  it.each([
    { uid: 'trx_1' },
    { transactionUid: 'trx_1' },
    { uid: 'trx_1', transactionUid: 'trx_1' },
    { uid: null, transactionUid: 'trx_1' },
  ])('may be named by %j', async (names) => {
    expect(await broken(names)).toEqual([]);
  });

  it.each([{}, { uid: 5 }, { transactionUid: null }, { uid: 5, transactionUid: 'trx_1' }])(
    'may not be named by %j',
    async (names) => {
      expect(await broken(names)).toEqual(['uid']);
    },
  );
});

describe('a card check that subscribes', () => {
  const uid = 'trx_1';

  it('needs a plan', async () => {
    expect(await broken({ uid, shouldCreateSubscription: true })).toEqual(['planUid']);
    expect(await broken({ uid, shouldCreateSubscription: true, planUid: null })).toEqual(['planUid']);
    expect(await broken({ uid, shouldCreateSubscription: true, planUid: 'plan_1' })).toEqual([]);
  });

  it('needs none where it only checks', async () => {
    expect(await broken({ uid })).toEqual([]);
    expect(await broken({ uid, shouldCreateSubscription: false })).toEqual([]);
  });
});
