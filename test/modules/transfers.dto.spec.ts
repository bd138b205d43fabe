import { CreateTransferTypesDto } from '../../src/modules/transfers/transfers.dto.js';
import { brokenFields } from './broken-fields.js';

const TOP_UP = { type: 'topUp', channel: 'webService', movementType: 'credit', model: 'settlement' };

describe('transfer types', () => {
  it('may be of a type that Migo adds later', async () => {
    expect(await brokenFields(CreateTransferTypesDto, { types: [{ ...TOP_UP, type: 'brandNew' }] })).toEqual([]);
  });

  it('are checked one by one, and the wrong one is named', async () => {
    const types = [TOP_UP, { ...TOP_UP, channel: 'pigeon' }];
    expect(await brokenFields(CreateTransferTypesDto, { types })).toEqual(['types[1].channel isIn']);
  });

  it('are objects in a list', async () => {
    expect(await brokenFields(CreateTransferTypesDto, { types: ['topUp'] })).toEqual([
      'types isObject',
      'types[0] nestedValidation',
    ]);
    expect(await brokenFields(CreateTransferTypesDto, { types: 'topUp' })).toContain('types isArray');
  });
});
