import { ProcessAlternativePaymentDto } from '../../src/modules/alternative-payments/alternative-payments.dto.js';
import { brokenPaths } from './broken-fields.js';

const broken = (processor: string, data: unknown): Promise<string[]> =>
  brokenPaths(ProcessAlternativePaymentDto, { processor, data });

describe('the data of an alternative payment', () => {
  it.each([
    ['zigi', {}],
    ['zigi', { bankCode: '1007' }],
    ['bamPaymentButton', { installments: 3 }],
    ['bamPaymentButton', { installments: 0, user: 5 }],
    ['brandNewRail', { installments: 'three', user: {}, phoneNumber: null }],
    ['fri', { user: 'ana' }],
    ['fri', { user: 'ana', installments: 'three' }],
    ['fri', { user: null, phoneNumber: '50255551234' }],
    ['fri', { phoneNumber: '50255551234' }],
    ['fri', { user: 'ana', phoneNumber: '50255551234' }],
  ])('of %s may be %j', async (processor, data) => {
    expect(await broken(processor, data)).toEqual([]);
  });

  it('names the payer for fri by user or phoneNumber', async () => {
    expect(await broken('fri', {})).toEqual(['data.user']);
    expect(await broken('fri', { phoneNumber: null })).toEqual(['data.user']);
    expect(await broken('fri', { phoneNumber: 5 })).toEqual(['data.phoneNumber', 'data.user']);
    expect(await broken('fri', { user: 5, phoneNumber: '50255551234' })).toEqual(['data.user']);
  });

  it('has a number of installments for the processor that uses them', async () => {
    expect(await broken('bamPaymentButton', { installments: 'three' })).toEqual(['data.installments']);
  });

  it.each([undefined, null, 'x', []])('may not be %j', async (data) => {
    expect(await broken('zigi', data)).toEqual(['data']);
  });
});
