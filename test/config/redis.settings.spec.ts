import { SettingsFolder } from './settings-folder.js';

const NODES = [
  { host: 'one.test', port: 26379 },
  { host: 'two.test', port: 26379 },
];
const URL_ONLY = { url: 'rediss://cache.test:6379' };
const SENTINELS = { sentinels: NODES, name: 'migo' };
const CLUSTER = { cluster: NODES };

let folder: SettingsFolder;
beforeEach(() => {
  folder = new SettingsFolder();
});
afterEach(() => {
  folder.remove();
});

describe('where Redis is', () => {
  it.each<[place: string, redis: object]>([
    ['one address', URL_ONLY],
    ['Sentinels', SENTINELS],
    ['Sentinels with everything', { ...SENTINELS, username: 'gateway', password: 'p', sentinelPassword: 's', tls: {} }],
    ['a Cluster', CLUSTER],
    ['a Cluster with everything', { ...CLUSTER, username: 'gateway', password: 'p', tls: {}, keyPrefix: 'blue' }],
  ])('may be %s', (_place, redis) => {
    expect(folder.load({ config: { redis } }).redis).toMatchObject({ keyPrefix: 'migo', ...redis });
  });

  it('is good for production by Sentinels or a Cluster too', () => {
    for (const redis of [
      { ...SENTINELS, password: 'p' },
      { ...SENTINELS, tls: {} },
      { ...CLUSTER, password: 'p' },
      { ...CLUSTER, tls: {} },
    ])
      expect(folder.load({ config: { redis }, env: { GATEWAY_PROFILE: 'production' } }).redis).toMatchObject(redis);
  });

  it('speaks TLS where that is a map, or true', () => {
    for (const [tls, told] of [
      [true, {}],
      [false, undefined],
      [{ serverName: 'cache.test' }, { serverName: 'cache.test' }],
    ])
      expect(folder.load({ config: { redis: { ...CLUSTER, tls } } }).redis?.tls).toEqual(told);
  });

  it('takes a port that comes from the environment', () => {
    const redis = { cluster: [{ host: 'one.test', port: '${REDIS_PORT}' }] };
    const settings = folder.load({ config: { redis }, env: { REDIS_PORT: '7000' } });
    expect(settings.redis?.cluster).toEqual([{ host: 'one.test', port: 7000 }]);
  });

  it.each<[what: string, redis: object, path: string, message: RegExp]>([
    ['nothing', { keyPrefix: 'blue' }, 'redis.url', /is needed, or sentinels, or cluster/],
    ['two of them', { ...URL_ONLY, ...CLUSTER }, 'redis.cluster', /cannot stand beside url/],
    ['another two', { ...SENTINELS, ...CLUSTER }, 'redis.cluster', /cannot stand beside sentinels/],
    ['Sentinels without a name', { sentinels: NODES }, 'redis.name', /is needed with sentinels/],
    ['a password beside a URL', { ...URL_ONLY, password: 'canary' }, 'redis.password', /does not go with url/],
    ['TLS beside a URL', { url: 'redis://cache.test', tls: true }, 'redis.tls', /does not go with url/],
    ['a name of a Cluster', { ...CLUSTER, name: 'migo' }, 'redis.name', /does not go with cluster/],
    ['a password for no Sentinel', { ...CLUSTER, sentinelPassword: 'canary' }, 'redis.sentinelPassword', /cluster/],
  ])('is refused as %s', (_what, redis, path, message) => {
    const error = folder.refusal({ config: { redis } });
    expect(error.wrong).toEqual([{ path, message: expect.stringMatching(message) }]);
    expect(error.message).not.toContain('canary');
  });

  it('is not taken from a file and REDIS_URL at once', () => {
    const error = folder.refusal({ config: { redis: CLUSTER }, env: { REDIS_URL: 'redis://cache.test' } });
    expect(error.wrong.map(({ path }) => path)).toEqual(['redis.cluster']);
  });
});
