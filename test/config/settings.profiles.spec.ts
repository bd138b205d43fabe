import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SESSION_KEY } from '../../src/config/rules/settings.rules.js';
import type { Profile } from '../../src/config/settings.js';
import { loadSettings } from '../../src/config/settings.loader.js';
import { COMPLETE, KEY, PARTNER, pathsOf, PEM, refusalOf, SettingsFolder } from './settings-folder.js';

const SHIPPED = join(process.cwd(), 'config');

let folder: SettingsFolder;
beforeEach(() => {
  folder = new SettingsFolder();
});
afterEach(() => {
  folder.remove();
});

const PRODUCTION = {
  redis: { url: 'rediss://cache.test:6379' },
  upstreams: { wallet: { baseUrl: 'https://wallet.test/rest' } },
};

function refusal(profile: Profile, config: object): string[] {
  return pathsOf(folder.refusal({ config, env: { GATEWAY_PROFILE: profile } }));
}

const CLIENT = { id: 'billing', secretSha256: 'a'.repeat(64), scopes: ['cards:read'] };

describe('production', () => {
  it('accepts https, Redis, its own keys and named origins', () => {
    const partners = [{ ...PARTNER, origins: ['https://app.partner.test'] }];
    const settings = folder.load({ config: { ...PRODUCTION, partners }, env: { GATEWAY_PROFILE: 'production' } });
    expect(settings.profile).toBe('production');
  });

  it.each<[what: string, config: object, path: string]>([
    ['to run without Redis', { upstreams: PRODUCTION.upstreams }, 'redis.url'],
    [
      'an upstream on http',
      { ...PRODUCTION, upstreams: { cms: { baseUrl: 'http://cms.test' } } },
      'upstreams.cms.baseUrl',
    ],
    [
      'an upstream on http on loopback',
      { ...PRODUCTION, upstreams: { payments: { baseUrl: 'http://127.0.0.1:1' } } },
      'upstreams.payments.baseUrl',
    ],
    [
      'the default session key',
      { ...PRODUCTION, sessions: { keys: [{ id: 'k1', secret: DEFAULT_SESSION_KEY }] } },
      'sessions.keys[0].secret',
    ],
    [
      'the default session key as an old key',
      {
        ...PRODUCTION,
        sessions: {
          keys: [
            { id: 'k2', secret: KEY },
            { id: 'k1', secret: DEFAULT_SESSION_KEY },
          ],
        },
      },
      'sessions.keys[1].secret',
    ],
    [
      'the default session key in another spelling',
      { ...PRODUCTION, sessions: { keys: [{ id: 'k1', secret: ` ${DEFAULT_SESSION_KEY.replace('=', '')}\n` }] } },
      'sessions.keys[0].secret',
    ],
    [
      'a short session key',
      { ...PRODUCTION, sessions: { keys: [{ id: 'k1', secret: Buffer.alloc(16, 1).toString('base64') }] } },
      'sessions.keys[0].secret',
    ],
    [
      'the origin *',
      { ...PRODUCTION, partners: [{ ...PARTNER, origins: ['https://a.test', '*'] }] },
      'partners[0].origins',
    ],
    [
      'a session key of zeros',
      { ...PRODUCTION, sessions: { keys: [{ id: 'k1', secret: Buffer.alloc(32).toString('base64') }] } },
      'sessions.keys[0].secret',
    ],
    [
      'a session key of a few bytes again and again',
      { ...PRODUCTION, sessions: { keys: [{ id: 'k1', secret: Buffer.alloc(32, 'secret').toString('base64') }] } },
      'sessions.keys[0].secret',
    ],
    [
      'an origin on http',
      { ...PRODUCTION, partners: [{ ...PARTNER, origins: ['https://a.test', 'http://b.test'] }] },
      'partners[0].origins',
    ],
    ['Redis without a password', { ...PRODUCTION, redis: { url: 'redis://cache.test' } }, 'redis.url'],
    ['Redis with nothing but a user', { ...PRODUCTION, redis: { url: 'redis://gateway@cache.test' } }, 'redis.url'],
    [
      'Sentinels without a password',
      { ...PRODUCTION, redis: { sentinels: [{ host: 'one.test', port: 1 }], name: 'migo' } },
      'redis.sentinels',
    ],
    [
      'a Cluster without a password',
      { ...PRODUCTION, redis: { cluster: [{ host: 'one.test', port: 1 }] } },
      'redis.cluster',
    ],
    [
      'service clients without a signing key',
      { ...PRODUCTION, partners: [{ ...PARTNER, clients: [CLIENT] }] },
      'serviceTokens.keys',
    ],
  ])('refuses %s', (_what, config, path) => {
    expect(refusal('production', config)).toEqual([path]);
  });

  it('accepts service clients with a signing key', () => {
    const config = {
      ...PRODUCTION,
      partners: [{ ...PARTNER, clients: [CLIENT] }],
      serviceTokens: { keys: [{ id: 'k1', privateKey: PEM }] },
    };
    const settings = folder.load({ config, env: { GATEWAY_PROFILE: 'production' } });
    expect(settings.serviceTokens).toMatchObject({ issuer: 'migo-gateway', audience: 'migo-gateway' });
  });

  it('names everything that it refuses in one error', () => {
    const config = {
      upstreams: { wallet: { baseUrl: 'http://wallet.test' }, cms: { baseUrl: 'http://cms.test' } },
      sessions: { keys: [{ id: 'k1', secret: DEFAULT_SESSION_KEY }] },
      partners: [{ ...PARTNER, origins: ['*'] }],
    };
    expect(refusal('production', config)).toEqual([
      'partners[0].origins',
      'redis.url',
      'sessions.keys[0].secret',
      'upstreams.cms.baseUrl',
      'upstreams.wallet.baseUrl',
    ]);
  });

  it('names them together with a setting that is not even well formed', () => {
    const config = { upstreams: { wallet: { baseUrl: 'http://wallet.test' } }, logLevel: 'loud' };
    expect(refusal('production', config)).toEqual(['logLevel', 'redis.url', 'upstreams.wallet.baseUrl']);
  });

  it('accepts Redis with a password', () => {
    const config = { ...PRODUCTION, redis: { url: 'redis://:secret@cache.test' } };
    expect(folder.load({ config, env: { GATEWAY_PROFILE: 'production' } }).profile).toBe('production');
  });

  it('refuses to run where Node checks no certificates', () => {
    const env = { GATEWAY_PROFILE: 'production', NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    expect(pathsOf(folder.refusal({ config: PRODUCTION, env }))).toEqual(['NODE_TLS_REJECT_UNAUTHORIZED']);
    expect(folder.load({ config: PRODUCTION, env: { ...env, GATEWAY_PROFILE: 'sandbox' } }).profile).toBe('sandbox');
  });

  it('cannot be left by a file', () => {
    const config = { profile: 'simulator', upstreams: { wallet: { baseUrl: 'http://wallet.test' } } };
    expect(refusal('production', config)).toEqual(expect.arrayContaining(['redis.url', 'upstreams.wallet.baseUrl']));
  });
});

describe('sandbox', () => {
  it.each([
    'http://127.0.0.1:4010/rest',
    'http://127.9.9.9',
    'http://localhost:4010',
    'http://LOCALHOST:4010',
    'http://[::1]:4010/rest',
    'https://ali-qa.ali.app/rest',
  ])('accepts %s', (baseUrl) => {
    const config = { upstreams: { wallet: { baseUrl } } };
    const settings = folder.load({ config, env: { GATEWAY_PROFILE: 'sandbox' } });
    expect(settings.upstreams.wallet?.baseUrl).toBe(baseUrl);
  });

  it.each([
    'http://ali-qa.ali.app/rest',
    'http://localhost.partner.test',
    'http://127.0.0.1.partner.test',
    'http://notlocalhost',
    'http://10.0.0.1',
    'http://0.0.0.0:4010',
    'http://128.0.0.1',
    'http://[::2]:4010',
  ])('refuses %s', (baseUrl) => {
    expect(refusal('sandbox', { upstreams: { wallet: { baseUrl } } })).toEqual(['upstreams.wallet.baseUrl']);
  });

  it('refuses the default session key', () => {
    const config = { sessions: { keys: [{ id: 'k1', secret: DEFAULT_SESSION_KEY }] } };
    expect(refusal('sandbox', config)).toEqual(['sessions.keys[0].secret']);
  });

  it('needs no Redis', () => {
    expect(folder.load({ env: { GATEWAY_PROFILE: 'sandbox' } }).redis).toBeUndefined();
  });
});

describe('the image', () => {
  it('is for production unless it is told otherwise', () => {
    expect(readFileSync('deploy/Dockerfile', 'utf8')).toMatch(/^ENV GATEWAY_PROFILE=production$/m);
  });

  it('has one base, which a release pins, and no core dumps', () => {
    const dockerfile = readFileSync('deploy/Dockerfile', 'utf8');
    const bases = [...dockerfile.matchAll(/^FROM (\S+)(?: AS (\S+))?/gm)];
    const own = new Set(bases.map(([, , stage]) => stage));
    expect(new Set(bases.map(([, base]) => base).filter((base) => !own.has(base)))).toEqual(new Set(['${NODE_IMAGE}']));
    expect(dockerfile).toContain('ulimit -c 0; exec \\"$@\\"');
    expect(dockerfile.match(/^CMD .*$/gm)?.every((line) => line.includes('--disable-sigusr1'))).toBe(true);
  });
});

describe('the settings that are shipped', () => {
  const own = { partners: [PARTNER], sessions: COMPLETE.sessions };

  it('let the console log in at the simulator on any port', () => {
    const [partner] = loadSettings({ env: { PORT: '18080' }, directory: SHIPPED }).partners;
    expect(partner?.origins).toEqual(expect.arrayContaining(['http://localhost:18080', 'http://127.0.0.1:18080']));
  });

  it('run the simulator as they are', () => {
    const settings = loadSettings({ env: {}, directory: SHIPPED });
    expect(settings.profile).toBe('simulator');
    expect(settings.partners.map(({ id }) => id)).toEqual(['demo']);
    expect(Object.keys(settings.upstreams).sort()).toEqual(['cms', 'middleware', 'payments', 'wallet']);
    expect(settings.sessions.keys.map(({ secret }) => secret)).toEqual([DEFAULT_SESSION_KEY]);
  });

  it('run the sandbox once there are a partner and a session key', () => {
    const env = { GATEWAY_PROFILE: 'sandbox' };
    expect(pathsOf(refusalOf(() => loadSettings({ env, directory: SHIPPED })))).toContain('partners');
    const GATEWAY_CONFIG = folder.file('own.yaml', own);
    const settings = loadSettings({ env: { ...env, GATEWAY_CONFIG }, directory: SHIPPED });
    expect(settings.upstreams.cms?.baseUrl).toMatch(/^https:/);
  });

  it('run production once there are a partner, a session key and Redis', () => {
    const GATEWAY_CONFIG = folder.file('own.yaml', own);
    const env = { GATEWAY_PROFILE: 'production', GATEWAY_CONFIG };
    expect(pathsOf(refusalOf(() => loadSettings({ env, directory: SHIPPED })))).toEqual(['redis.url']);
    const complete = { ...env, REDIS_URL: 'rediss://cache.test:6379' };
    const { upstreams, idempotency } = loadSettings({ env: complete, directory: SHIPPED });
    expect(upstreams.wallet?.baseUrl).toMatch(/^https:/);
    expect(idempotency.replicas).toBe(1);
  });

  it('do not run production with the key of the first try', () => {
    const GATEWAY_CONFIG = folder.file('own.yaml', { partners: own.partners });
    const env = { GATEWAY_PROFILE: 'production', GATEWAY_CONFIG, REDIS_URL: 'rediss://cache.test:6379' };
    expect(pathsOf(refusalOf(() => loadSettings({ env, directory: SHIPPED })))).toEqual(['sessions.keys[0].secret']);
  });
});
