import { validate } from 'class-validator';
import { plainToInstance } from 'class-transformer';
import { CreatePaymentLinkFromBrowserDto } from '../../src/modules/payment-links/payment-links.dto.js';
import { brokenRules } from '../../src/common/broken-rules.js';

describe('a payment link from a browser', () => {
  it('needs no keys', async () => {
    const body = plainToInstance(CreatePaymentLinkFromBrowserDto, { amount: 1, unknown: 'x' });
    expect(await validate(body)).toEqual([]);
  });

  it.each(['canary-4711', '', null, { canary: 4711 }])(
    'may not bring the key %j, which no message repeats',
    async (key) => {
      const body = plainToInstance(CreatePaymentLinkFromBrowserDto, { amount: 1, privateKey: key, publicKey: key });
      const sense = 'is added by the gateway and must not be sent';
      expect(brokenRules(await validate(body))).toEqual([
        { path: 'privateKey', rule: 'equals', message: `privateKey ${sense}` },
        { path: 'publicKey', rule: 'equals', message: `publicKey ${sense}` },
      ]);
    },
  );

  it('keeps the rules of every other link', async () => {
    const body = plainToInstance(CreatePaymentLinkFromBrowserDto, { amount: '1' });
    expect(brokenRules(await validate(body))).toEqual([expect.objectContaining({ path: 'amount' })]);
  });
});
