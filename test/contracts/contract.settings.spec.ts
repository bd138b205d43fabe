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
    ['contracts.grants[0].callers', { grants: [{ ...GRANT, callers: ['public'] }] }],
    ['contracts.grants[0].callers', { grants: [{ ...GRANT, callers: [] }] }],
    ['contracts.grants[0].callers', { grants: [{ ...GRANT, upstream: 'cms', callers: ['cardholder'] }] }],
    ['contracts.grants[0].permission', { grants: [{ ...GRANT, callers: ['operator'] }] }],
    ['contracts.grants[0].permission', { grants: [{ ...GRANT, permission: { resource: 'a', action: 'b' } }] }],
    ['contracts.grants[0].permission.action', { grants: [{ ...GRANT, permission: { resource: 'a' } }] }],
    ['contracts.grants[0].stepUp', { grants: [{ ...GRANT, stepUp: 'sometimes' }] }],
    ['contracts.grants[0].multipart.files', { grants: [{ ...GRANT, multipart: { files: [] } }] }],
    ['contracts.grants[0].multipart.maxBytes', { grants: [{ ...GRANT, multipart: { files: ['a'], maxBytes: 0 } }] }],
    ['contracts.exclude[0].operations', { exclude: [{ upstream: 'wallet' }] }],
    ['contracts.wallet', { wallet: [] }],
  ])('are refused with a wrong %s', (path, contracts) => {
    expect(pathsOf(folder.refusal({ config: { contracts } }))).toContain(path);
  });
});
