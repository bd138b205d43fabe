import { KnownScopes } from '../../src/auth/service-tokens/known-scopes.js';
import { doubtsOf } from '../../src/policy/doubtful-settings.js';
import { PARTNER, SettingsFolder } from './settings-folder.js';

const CLIENT = { id: 'billing', secretSha256: 'a'.repeat(64) };

describe('settings that are likely mistaken', () => {
  let folder: SettingsFolder;
  const scopes = new KnownScopes();
  scopes.add('cards:read');
  beforeEach(() => {
    folder = new SettingsFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  const doubts = (...partners: object[]): string[] =>
    doubtsOf(folder.load({ config: { partners } }), scopes).map(({ path }) => path);

  it('are scopes that no operation asks for', () => {
    const clients = [{ ...CLIENT, scopes: ['*', 'cards:write', 'card:read'] }];
    expect(doubts({ ...PARTNER, operatorScopes: ['cards:raed', 'cards:read'], clients })).toEqual([
      'partners[0].operatorScopes',
      'partners[0].clients[0].scopes',
    ]);
  });

  it('are origins of two partners, in any spelling', () => {
    const one = { ...PARTNER, origins: ['https://App.test:443', '*'] };
    const other = { ...PARTNER, id: 'other', origins: ['https://app.test', '*'] };
    expect(doubts(one, other)).toEqual(['partners[0].origins', 'partners[1].origins']);
    expect(doubts(one)).toEqual([]);
  });
});
