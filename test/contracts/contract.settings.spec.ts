import { join } from 'node:path';
import { pathsOf, SettingsFolder } from '../config/settings-folder.js';

const GRANT = { upstream: 'wallet', scope: 'settlements:read', operations: ['GET /settlements'] };

let folder: SettingsFolder;
beforeEach(() => {
  folder = new SettingsFolder();
});
afterEach(() => {
  folder.remove();
});

describe('the settings of contracts', () => {
  it('look beside the settings and grant nothing, unless they are told', () => {
    expect(folder.load({}).contracts).toEqual({ directory: join(folder.path, 'contracts'), grants: [], exclude: [] });
    expect(folder.load({ config: { contracts: { directory: 'elsewhere' } } }).contracts.directory).toBe('elsewhere');
  });

  it.each<[path: string, contracts: object]>([
    ['contracts.directory', { directory: '' }],
    ['contracts.grants', { grants: GRANT }],
    ['contracts.grants[0].upstream', { grants: [{ ...GRANT, upstream: 'petstore' }] }],
    ['contracts.grants[0].scope', { grants: [{ ...GRANT, scope: '*' }] }],
    ['contracts.grants[0].operations', { grants: [{ ...GRANT, operations: [] }] }],
    ['contracts.grants[0].operations', { grants: [{ ...GRANT, operations: [''] }] }],
    ['contracts.grants[0].money', { grants: [{ ...GRANT, money: 'no' }] }],
    ['contracts.grants[0].credential', { grants: [{ ...GRANT, credential: 'root' }] }],
    ['contracts.grants[0].credential', { grants: [{ ...GRANT, credential: 'cms-operator' }] }],
    ['contracts.grants[0].callers', { grants: [{ ...GRANT, callers: ['operator'] }] }],
    ['contracts.exclude[0].operations', { exclude: [{ upstream: 'wallet' }] }],
    ['contracts.wallet', { wallet: [] }],
  ])('are refused with a wrong %s', (path, contracts) => {
    expect(pathsOf(folder.refusal({ config: { contracts } }))).toContain(path);
  });
});
