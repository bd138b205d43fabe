import { getMetadataStorage } from 'class-validator';
import { cardRoutes } from '../../src/modules/cards/cards.routes.js';
import { AssignFundsDto, UpdateFundsDto } from '../../src/modules/cards/funds.dto.js';
import { brokenFields } from './broken-fields.js';

const SHARED = { amount: 150.75, operation: 'WITHDRAW_FUNDS', reference: 'payroll-1' };

/** What `@IsIn` lets into the field. */
function allowed(dto: typeof AssignFundsDto | typeof UpdateFundsDto, field: string): unknown {
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  const isIn = rules.find(({ propertyName, name }) => propertyName === field && name === 'isIn');
  return (isIn?.constraints as unknown[] | undefined)?.[0];
}

describe('the two funds operations', () => {
  it('have the channel on POST only', async () => {
    expect(await brokenFields(AssignFundsDto, SHARED)).toEqual(['channel isPresent']);
    expect(await brokenFields(AssignFundsDto, { ...SHARED, channel: 'WEB' })).toEqual([]);
    expect(await brokenFields(UpdateFundsDto, SHARED)).toEqual([]);
  });

  it.each([0, -1, 1.23456])(
    'refuse the amount %d: above zero, since a withdrawal is no sign, with 4 decimals',
    async (amount) => {
      expect(await brokenFields(UpdateFundsDto, { ...SHARED, amount })).toEqual(['amount isAmount']);
    },
  );

  it.each([
    ['assignFunds', AssignFundsDto],
    ['updateFunds', UpdateFundsDto],
  ])('have a permission of its own for every operation of %s', (name, dto) => {
    const permission = cardRoutes.rows[name]?.permission;
    expect(permission).toEqual({
      field: 'operation',
      values: { ADD_FUNDS: ['cards-admin', 'addFunds'], WITHDRAW_FUNDS: ['cards-admin', 'withdrawFunds'] },
    });
    expect(allowed(dto, 'operation')).toEqual(['ADD_FUNDS', 'WITHDRAW_FUNDS']);
  });
});
