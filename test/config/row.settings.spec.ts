import type { WrongSetting } from '../../src/config/settings.error.js';
import { SettingsError } from '../../src/config/settings.error.js';
import { CAPABILITIES } from '../../src/modules/capabilities.js';
import { routeId } from '../../src/routes/prepared-route.js';
import type { Row } from '../../src/routes/route.js';
import { withRowSettings } from '../../src/routes/row-settings.js';
import { pathsOf, SettingsFolder } from './settings-folder.js';

let folder: SettingsFolder;
beforeEach(() => {
  folder = new SettingsFolder();
});
afterEach(() => {
  folder.remove();
});

/** The rows by their ids, as a gateway with this configuration serves them. */
function rowsWith(config: object): Record<string, Row> {
  const tables = withRowSettings(CAPABILITIES, folder.load({ config }));
  return Object.fromEntries(
    tables.flatMap(({ capability, table }) =>
      Object.entries(table.rows).map(([name, row]) => [routeId(capability, name), row]),
    ),
  );
}

function refusalOf(config: object): readonly WrongSetting[] {
  try {
    rowsWith(config);
  } catch (error) {
    if (error instanceof SettingsError) return error.wrong;
    throw error;
  }
  throw new Error('the settings were accepted');
}

const UPLOADS = ['bulk-uploads.uploadCardholders', 'bulk-uploads.uploadCards'];

describe('the step-up of a row', () => {
  it('is required by default for bulk uploads alone, and not for creating permissions', () => {
    const required = Object.entries(rowsWith({})).filter(([, { stepUp }]) => stepUp === 'required');
    expect(required.map(([id]) => id)).toEqual(UPLOADS);
  });

  it.each([
    ['permissions.createPermissions', 'required', { stepUp: 'required' }],
    ['permissions.listModules', 'required', { stepUp: 'required' }],
    ['bulk-uploads.uploadCards', 'never', { stepUp: 'never' }],
    ['bulk-uploads.uploadCards', 'inline', { stepUp: 'inline', otp: 'form' }],
    ['permissions.createPermissions', 'inline', { stepUp: 'inline', otp: 'body' }],
    ['cardholders.getCardholder', 'inline', { stepUp: 'inline', otp: 'body' }],
    ['process-requests.createProcessRequest', 'required', { stepUp: 'required', otp: 'form' }],
    // A code that comes inline is counted all the same, or it could be guessed.
    ['process-requests.createProcessRequest', 'never', { stepUp: 'never', otp: 'form' }],
  ])('%s may be %s', (id, stepUp, row) => {
    expect(rowsWith({ stepUp: { rows: { [id]: stepUp } } })[id]).toMatchObject(row);
  });

  it('of every other row stays as it is', () => {
    const { [UPLOADS[0] ?? '']: changed, ...others } = rowsWith({ stepUp: { rows: { [UPLOADS[0] ?? '']: 'never' } } });
    expect(changed?.stepUp).toBe('never');
    expect(rowsWith({})).toMatchObject(others);
  });
});

describe('the CMS permission of a row', () => {
  it('is the one of the settings', () => {
    const rows = rowsWith({ permissions: { 'cards.createStatement': { resource: 'reports', action: 'create' } } });
    expect(rows['cards.createStatement']?.permission).toEqual(['reports', 'create']);
    expect(rows['cards.setUserPin']?.permission).toEqual(['cards-admin', 'activate']);
  });

  it('may be one for all values of a field', () => {
    const rows = rowsWith({ permissions: { 'cards.assignFunds': { resource: 'funds', action: 'move' } } });
    expect(rows['cards.assignFunds']?.permission).toEqual(['funds', 'move']);
  });
});

describe('the CMS permission of a row by the values of a field', () => {
  const withdraw = { WITHDRAW_FUNDS: { resource: 'funds', action: 'take' } };

  it('is one for each value that the settings name, and the one of the row for the others', () => {
    const permissions = { 'cards.assignFunds': { resource: 'funds', action: 'add', values: withdraw } };
    expect(rowsWith({ permissions })['cards.assignFunds']?.permission).toEqual({
      field: 'operation',
      values: { ADD_FUNDS: ['funds', 'add'], WITHDRAW_FUNDS: ['funds', 'take'] },
    });
  });

  it.each([
    ['a value that is none', 'cards.assignFunds', { STEAL: { resource: 'a', action: 'b' } }],
    ['a row without such a field', 'cards.createStatement', withdraw],
  ])('is refused for %s', (_what, id, values) => {
    const permissions = { [id]: { resource: 'a', action: 'b', values } };
    expect(pathsOf({ wrong: refusalOf({ permissions }) })).toEqual([`permissions.${id}`]);
  });
});

describe('a setting of a row', () => {
  const permission = { resource: 'cards', action: 'x' };
  it.each([
    ['stepUp.rows.cards.nothing', { stepUp: { rows: { 'cards.nothing': 'never' } } }],
    ['stepUp.rows.createStatement', { stepUp: { rows: { createStatement: 'never' } } }],
    ['stepUp.rows.cardholders.listCardholders', { stepUp: { rows: { 'cardholders.listCardholders': 'inline' } } }],
    ['permissions.cards.nothing', { permissions: { 'cards.nothing': permission } }],
    ['permissions.plans.listPlans', { permissions: { 'plans.listPlans': permission } }],
    ['permissions.cardholders.listCardholders', { permissions: { 'cardholders.listCardholders': permission } }],
    ['permissions.configs.getConfigs', { permissions: { 'configs.getConfigs': permission } }],
  ])('is refused at %s, where there is no such row or it cannot have it', (path, config) => {
    expect(pathsOf({ wrong: refusalOf(config) })).toEqual([path]);
  });

  it('is refused with all that is wrong at once', () => {
    const wrong = refusalOf({ stepUp: { rows: { a: 'never', b: 'never' } }, permissions: { c: permission } });
    expect(pathsOf({ wrong })).toEqual(['permissions.c', 'stepUp.rows.a', 'stepUp.rows.b']);
  });
});
