import {
  CreateTerminalPaymentDto,
  UpdateTerminalPaymentDto,
} from '../../src/modules/terminal-payments/terminal-payments.dto.js';
import { brokenFields, messages } from './broken-fields.js';

describe('a new terminal payment', () => {
  it.each([{ deviceId: 'dev-demo-1' }, { terminalId: 9001 }, { externalTerminalId: 'EXT-9001' }])(
    'finds its terminal by %j alone',
    async (terminal) => {
      expect(await brokenFields(CreateTerminalPaymentDto, { subtotal: 40.5, ...terminal })).toEqual([]);
    },
  );

  it.each([{}, { terminalId: null }, { deviceId: 5 }])('is refused where %j names no terminal', async (terminal) => {
    expect(await messages(CreateTerminalPaymentDto, { subtotal: 40.5, ...terminal })).toContain(
      'deviceId, terminalId or externalTerminalId must name the terminal',
    );
  });
});

describe('the total of a terminal payment', () => {
  it.each([0, 40.5, '40.50', null])('may be %j, because Migo does not document its type', async (totalAmount) => {
    expect(await brokenFields(UpdateTerminalPaymentDto, { totalAmount })).toEqual([]);
  });

  it.each([1.23456, '1.23456', 'forty', {}])('is not %j', async (totalAmount) => {
    expect(await brokenFields(UpdateTerminalPaymentDto, { totalAmount })).toEqual(['totalAmount isAmount']);
  });
});
