import { join } from 'node:path';
import { COMPLETE, KEY, PARTNER, pathsOf, PEM, refusalOf, SettingsFolder } from './settings-folder.js';
import { loadSettings } from '../../src/config/settings.loader.js';
import { Settings } from '../../src/config/settings.js';

let folder: SettingsFolder;
beforeEach(() => {
  folder = new SettingsFolder();
});
afterEach(() => {
  folder.remove();
});

describe('the layers of the settings', () => {
  it('default.yaml alone is enough', () => {
    const settings = folder.load({});
    expect(settings).toBeInstanceOf(Settings);
    expect(settings).toMatchObject({ profile: 'simulator', server: { port: 8080 }, logLevel: 'info' });
  });

  it('the profile stands above default.yaml, GATEWAY_CONFIG above the profile, the environment above all', () => {
    const defaults = { ...COMPLETE, server: { host: '10.0.0.1', port: 1 }, admin: { host: '10.0.0.1', port: 11 } };
    const profile = { server: { port: 2 }, admin: { port: 12 }, logLevel: 'debug' };
    const config = { server: { port: 3 }, logLevel: 'warn' };

    const layers = { default: defaults, profile, config };
    expect(folder.load({ default: defaults, profile })).toMatchObject({ server: { port: 2 }, logLevel: 'debug' });
    expect(folder.load(layers)).toMatchObject({
      server: { host: '10.0.0.1', port: 3 },
      admin: { host: '10.0.0.1', port: 12 },
      logLevel: 'warn',
    });
    expect(folder.load({ ...layers, env: { PORT: '4', LOG_LEVEL: 'error' } })).toMatchObject({
      server: { host: '10.0.0.1', port: 4 },
      admin: { port: 12 },
      logLevel: 'error',
    });
  });

  it('every variable reaches its setting', () => {
    const env = {
      HOST: '0.0.0.0',
      PORT: '1001',
      ADMIN_HOST: '::1',
      ADMIN_PORT: '1002',
      REDIS_URL: 'rediss://cache.test:6379',
      LOG_LEVEL: 'fatal',
    };
    expect(folder.load({ env })).toMatchObject({
      server: { host: '0.0.0.0', port: 1001 },
      admin: { host: '::1', port: 1002 },
      redis: { url: 'rediss://cache.test:6379', keyPrefix: 'migo' },
      logLevel: 'fatal',
    });
  });

  it.each<[string, (settings: Settings) => unknown]>([
    ['redis:', ({ redis }) => redis],
    ['upstreams: { wallet: }', ({ upstreams }) => upstreams.wallet],
    ['admin: { tls: }', ({ admin }) => admin.tls],
    ['limits: { caller: }', ({ limits }) => limits.caller],
    ['audit: { file: }', ({ audit }) => audit.file],
    ['publicUrl: ~', ({ publicUrl }) => publicUrl],
  ])('a setting without a value is not set, whatever stands below it: %s', (config, of) => {
    const limits = { caller: { requests: 1, seconds: 1 } };
    const lower = { ...COMPLETE, limits, publicUrl: 'https://gateway.test', redis: { url: 'redis://cache.test' } };
    expect(of(folder.load({ default: lower, config }))).toBeUndefined();
  });

  it.each([
    'stepUp:',
    'stepUp: { rows:, above:, byPermission: }',
    'stepUp: { rows: { cards.setPin: } }',
    'limits:',
    'limits: { replicas: }',
    'idempotency:',
    'idempotency: { replicas: }',
    'server:',
    'server: { trustedProxies: }',
    'sessions:',
    'permissions: { cards.setPin: }',
    'partners:',
  ])('what cannot be absent stays as the lower file says, where the higher one has no value: %s', (config) => {
    const lower = {
      ...COMPLETE,
      server: { port: 8080, trustedProxies: ['10.0.0.0/8'] },
      stepUp: { rows: { 'cards.setPin': 'required' }, above: { 'transfers.createTransfer': 5 }, byPermission: true },
      limits: { replicas: 3, caller: { requests: 1, seconds: 1 } },
      idempotency: { replicas: 1 },
      permissions: { 'cards.setPin': { resource: 'cards', action: 'pin' } },
    };
    expect(folder.load({ default: lower, config })).toEqual(folder.load({ default: lower }));
  });

  it('a variable that is set to nothing is not set', () => {
    const env = { HOST: '', PORT: '', REDIS_URL: '', LOG_LEVEL: '', GATEWAY_CONFIG: '' };
    const settings = folder.load({ env });
    expect(settings).toMatchObject({ server: { host: '127.0.0.1', port: 8080 }, logLevel: 'info' });
    expect(settings.redis).toBeUndefined();
  });

  it('lists are replaced, not joined', () => {
    const other = { ...PARTNER, id: 'other' };
    const { partners } = folder.load({ config: { partners: [other] } });
    expect(partners.map(({ id }) => id)).toEqual(['other']);
  });

  it.each(['', '---\n', '# nothing yet\n'])('a file with nothing in it (%j) changes nothing', (profile) => {
    expect(folder.load({ profile })).toMatchObject({ server: { port: 8080 } });
  });

  it('a profile that does not exist is refused, and its name is not repeated', () => {
    const error = folder.refusal({ env: { GATEWAY_PROFILE: 'canary-staging' } });
    expect(pathsOf(error)).toEqual(['GATEWAY_PROFILE']);
    expect(error.message).toContain('simulator, sandbox, production');
    expect(error.message).not.toContain('canary');
  });

  it.each(['toString', '__proto__', '../simulator'])('%s is no profile either', (profile) => {
    const error = refusalOf(() => loadSettings({ env: { GATEWAY_PROFILE: profile }, directory: folder.path }));
    expect(pathsOf(error)).toEqual(['GATEWAY_PROFILE']);
  });

  it('a file that GATEWAY_CONFIG names must exist', () => {
    folder.load({});
    const missing = join(folder.path, 'missing.yaml');
    const error = refusalOf(() => loadSettings({ env: { GATEWAY_CONFIG: missing }, directory: folder.path }));
    expect(error.wrong).toEqual([{ path: missing, message: 'file does not exist' }]);
  });
});

describe('references in the settings', () => {
  it('take an environment variable and the content of a file', () => {
    const pemFile = folder.file('key.pem', PEM);
    const partner = { id: '${PARTNER}', merchant: 'a-${PARTNER}-${PARTNER}', privateKey: `\${file:${pemFile}}` };
    const { partners } = folder.load({ config: { partners: [partner] }, env: { PARTNER: 'blue' } });
    expect(partners[0]).toMatchObject({ id: 'blue', merchant: 'a-blue-blue', privateKey: PEM.trimEnd() });
  });

  it.each(['\n', '\r\n', '\n\n'])('lose a byte order mark and the line end %j, of files and variables alike', (end) => {
    const written = `\uFEFFpass word ${end}`;
    const cmsUser = (password: string): object => ({ email: 'a@b.test', password });
    const client = { id: 'billing', secretSha256: 'a'.repeat(64), scopes: ['*'] };
    const clients = [
      { ...client, cmsUser: cmsUser(`\${file:${folder.file('password', written)}}`) },
      { ...client, id: 'other', cmsUser: cmsUser('${PASSWORD}') },
    ];
    const { partners } = folder.load({
      config: { partners: [{ ...PARTNER, clients }] },
      env: { PASSWORD: written, LOG_LEVEL: `\uFEFFwarn${end}` },
    });
    expect(partners[0]?.clients.map(({ cmsUser: user }) => user?.password)).toEqual(['pass word ', 'pass word ']);
  });

  it('lose the line end of a secret file and nothing else', () => {
    const secret = folder.file('session.key', `${KEY}\n`);
    const sessions = { keys: [{ id: 'k1', secret: `\${file:${secret}}` }] };
    expect(folder.load({ config: { sessions } }).sessions.keys[0]?.secret).toBe(KEY);
  });

  it('become numbers where a number is needed', () => {
    const settings = folder.load({ config: { sessions: { idleSeconds: '${IDLE}' } }, env: { IDLE: '600' } });
    expect(settings.sessions.idleSeconds).toBe(600);
  });

  it('become flags where a flag is needed', () => {
    const config = { docs: { enabled: '${DOCS}' }, stepUp: { byPermission: '${BY_PERMISSION}' } };
    const { docs, stepUp } = folder.load({ config, env: { DOCS: 'false', BY_PERMISSION: 'true' } });
    expect([docs.enabled, stepUp.byPermission]).toEqual([false, true]);
    const { wrong } = folder.refusal({ config, env: { DOCS: 'off', BY_PERMISSION: '1' } });
    expect(wrong.map(({ path }) => path)).toEqual(['docs.enabled', 'stepUp.byPermission']);
  });

  it('are not looked for in what a variable or a file holds', () => {
    const merchant = '${INNER} and $& and ${file:/etc/hostname}';
    const partner = { ...PARTNER, merchant: '${OUTER}' };
    const { partners } = folder.load({ config: { partners: [partner] }, env: { OUTER: merchant, INNER: 'no' } });
    expect(partners[0]?.merchant).toBe(merchant);
  });

  it('leave alone what is no reference', () => {
    const merchant = '$HOME {merchant} ${} ${1A} $${';
    const { partners } = folder.load({ config: { partners: [{ ...PARTNER, merchant }] } });
    expect(partners[0]?.merchant).toBe(merchant);
  });

  it.each([
    '${FILE:/run/secrets/jwt}',
    '${file:/run/secrets/jwt',
    '${file:}',
    '${NAME',
    'Bearer ${NAME',
    '${ NAME }',
    '${NAME }',
    '${NAME:-text',
    '${NAME}${NAME',
  ])('that are not complete are named, and do not pass as the secret: %s', (merchant) => {
    const error = folder.refusal({ config: { partners: [{ ...PARTNER, merchant }] }, env: { NAME: 'x' } });
    expect(error.wrong).toEqual([
      { path: 'partners[0].merchant', message: 'holds a reference that is not complete: ${NAME} or ${file:/path}' },
    ]);
  });

  it.each(['p${w0rd!x', 'a${b c', '${a.b}', '${', '$${'])('are not what a password has: %s', (merchant) => {
    const { partners } = folder.load({ config: { partners: [{ ...PARTNER, merchant }] } });
    expect(partners[0]?.merchant).toBe(merchant);
  });

  it('have a default after `:-`, for a variable that is unset or empty', () => {
    const merchant = '${UNSET:-a-shop}/${EMPTY:-}/${EMPTY:-b:-c}/${SET:-d}';
    const { partners } = folder.load({
      config: { partners: [{ ...PARTNER, merchant }] },
      env: { EMPTY: '', SET: 'mine' },
    });
    expect(partners[0]?.merchant).toBe('a-shop//b:-c/mine');
  });

  it('to a variable that is not set are named once, by path and variable', () => {
    const error = folder.refusal({ config: { partners: [{ ...PARTNER, privateKey: '${NOT_SET}' }] } });
    expect(error.wrong).toEqual([
      { path: 'partners[0].privateKey', message: 'environment variable NOT_SET is not set' },
    ]);
  });

  it('inside a list are named once too', () => {
    const error = folder.refusal({ config: { partners: [{ ...PARTNER, origins: ['https://a.test', '${NOT_SET}'] }] } });
    expect(error.wrong).toEqual([
      { path: 'partners[0].origins[1]', message: 'environment variable NOT_SET is not set' },
    ]);
  });

  it('to a file that cannot be read are named once', () => {
    const file = join(folder.path, 'no-such-secret');
    const error = folder.refusal({ config: { sessions: { keys: [{ id: 'k1', secret: `\${file:${file}}` }] } } });
    expect(error.wrong).toEqual([{ path: 'sessions.keys[0].secret', message: `file ${file} cannot be read` }]);
  });

  it('that fail are all named in one error, with the other wrong settings', () => {
    const config = {
      logLevel: 'loud',
      partners: [{ ...PARTNER, merchant: '${NOT_SET}', privateKey: '${NEITHER}' }],
    };
    expect(pathsOf(folder.refusal({ config }))).toEqual(['logLevel', 'partners[0].merchant', 'partners[0].privateKey']);
  });
});
