import { generateKeyPairSync } from 'node:crypto';
import { COMPLETE, KEY, PARTNER, pathsOf, PEM, SettingsFolder } from './settings-folder.js';

let folder: SettingsFolder;
beforeEach(() => {
  folder = new SettingsFolder();
});
afterEach(() => {
  folder.remove();
});

function partner(change: object): object {
  return { partners: [{ ...PARTNER, ...change }] };
}

function wallet(change: object): object {
  return { upstreams: { wallet: { baseUrl: 'https://wallet.test', ...change } } };
}

function signing(...keys: object[]): object {
  return { serviceTokens: { keys } };
}

const PUBLIC_PEM = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
const RSA_PEM = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

const CLIENT = { id: 'billing', secretSha256: 'a'.repeat(64), scopes: ['cards:read'] };

const VIEW = { path: '/shop', callers: ['service'] };

const NODES = [{ host: 'one.test', port: 6379 }];

describe('a wrong setting', () => {
  it.each<[path: string, config: object]>([
    ['server.port', { server: { port: 70_000 } }],
    ['server.port', { server: { port: 80.5 } }],
    ['server.port', { server: { port: 'http' } }],
    ['server.port', { server: { port: '' } }],
    ['server.host', { server: { host: '' } }],
    ['server.host', { server: { host: '127.0.0.1:8080' } }],
    ['server.host', { server: { host: '[::]' } }],
    ['server.host', { server: { host: 'http://127.0.0.1' } }],
    ['admin.host', { admin: { host: 'localhost ' } }],
    ['admin.port', { admin: { port: 8080 } }],
    ['admin.port', { server: { host: 'localhost' }, admin: { host: '0.0.0.0', port: 8080 } }],
    ['admin.port', { server: { host: '::' }, admin: { port: 8080 } }],
    ['server.keepAliveMs', { server: { keepAliveMs: 999 } }],
    ['server.requestMs', { server: { requestMs: 3_600_001 } }],
    ['server.clientStallMs', { server: { clientStallMs: 'long' } }],
    ['server.trustedProxies', { server: { trustedProxies: ['10.0.0.0/33'] } }],
    ['server.trustedProxies', { server: { trustedProxies: ['everybody'] } }],
    ...['::ffff:0:0/96', '::ffff:1.2.3.4/103', '::/1', '2000::/3', 'fc00::/6', 'fd::/8', '0.0.0.0/1', '8.0.0.0/7'].map(
      (range): [string, object] => ['server.trustedProxies', { server: { trustedProxies: ['10.0.0.1', range] } }],
    ),
    ['server.trustedProxies', { server: { trustedProxies: '10.0.0.1' } }],
    ['limits.public.requests', { limits: { public: { requests: 0, seconds: 60 } } }],
    [
      'limits.caller.money.requests',
      { limits: { caller: { requests: 9, seconds: 60, money: { requests: 0, seconds: 60 } } } },
    ],
    ['limits.partner.seconds', { limits: { partner: { requests: 9 } } }],
    ['limits.replicas', { limits: { replicas: 0 } }],
    ['limits.refusalStepMs', { limits: { refusalStepMs: 5001 } }],
    ['limits.otp.seconds', { limits: { otp: { requests: 5, seconds: 86_401 } } }],
    ['logLevel', { logLevel: 'loud' }],
    ['partners[0].applicationKeys', partner({ applicationKeys: ['short'] })],
    ['partners[0].applicationKeys', partner({ applicationKeys: ['with a space in the key'] })],
    ['partners[0].applicationKeys', partner({ applicationKeys: ['k'.repeat(16), 'k'.repeat(16)] })],
    [
      'partners[1].applicationKeys[0]',
      {
        partners: [
          { ...PARTNER, applicationKeys: ['k'.repeat(16)] },
          { ...PARTNER, id: 'second', applicationKeys: ['k'.repeat(16)] },
        ],
      },
    ],
    ['limits.application.requests', { limits: { application: { requests: 0, seconds: 60 } } }],
    ['partners[0].defaultCmsPartnerId', partner({ cmsPartnerIds: ['a'], defaultCmsPartnerId: 'b' })],
    ['partners[0].defaultCmsPartnerId', partner({ defaultCmsPartnerId: '' })],
    ['partners[0].privateKey', partner({ privateKey: undefined, middleware: { auth: 'login' } })],
    ['partners[0].privateKey', partner({ privateKey: undefined, payments: { auth: 'login' } })],
    ['upstreams.cms.signLogin', { upstreams: { cms: { baseUrl: 'https://cms.test', signLogin: 'maybe' } } }],
    ['stepUp.rows', { stepUp: { rows: { 'bulk-uploads.uploadCards': 'sometimes' } } }],
    ['stepUp.rows', { stepUp: { rows: ['bulk-uploads.uploadCards'] } }],
    ['permissions.cards.setPin.action', { permissions: { 'cards.setPin': { resource: 'cards' } } }],
    ['permissions.cards.setPin.also', { permissions: { 'cards.setPin': { resource: 'a', action: 'b', also: 'c' } } }],
    ['permissions', { permissions: 'cards:detail' }],
    ['publicUrl', { publicUrl: 'ftp://gateway.test' }],
    ['publicUrl', { publicUrl: 'https://me:secret@gateway.test' }],
    ['publicUrl', { publicUrl: 'https://gateway.test?x=1' }],
    ['publicUrl', { publicUrl: 'https://gateway.test/#x' }],
    ['docs.servers[0].url', { docs: { servers: [{ url: 'https://me:secret@gateway.test' }] } }],
    ['docs.servers[0].url', { docs: { servers: [{ url: 'https://gateway.test/?x=1' }] } }],
    ['docs.servers[0].url', { docs: { servers: [{ url: 'gateway.test' }] } }],
    ['docs.servers[0].description', { docs: { servers: [{ url: 'https://gateway.test', description: '' }] } }],
    ['redis.url', { redis: { url: 'http://cache.test' } }],
    ['redis.url', { redis: { keyPrefix: 'migo' } }],
    ['redis.keyPrefix', { redis: { url: 'redis://cache.test', keyPrefix: 'a b' } }],
    ['redis.sentinels[0].port', { redis: { sentinels: [{ host: 'one.test', port: 0 }], name: 'migo' } }],
    ['redis.sentinels', { redis: { sentinels: [], name: 'migo' } }],
    ['redis.cluster[0].host', { redis: { cluster: [{ port: 6379 }] } }],
    ['redis.cluster', { redis: { cluster: 'one.test:6379' } }],
    ['redis.tls', { redis: { cluster: NODES, tls: 'yes' } }],
    ['sessions.keys', { sessions: { keys: [] } }],
    ['sessions.keys', { sessions: { keys: [COMPLETE.sessions.keys[0], COMPLETE.sessions.keys[0]] } }],
    ['sessions.keys[0].id', { sessions: { keys: [{ id: 'a.b', secret: KEY }] } }],
    ['sessions.keys[0].secret', { sessions: { keys: [{ id: 'k1', secret: KEY.slice(4) }] } }],
    ['sessions.keys[0].secret', { sessions: { keys: [{ id: 'k1', secret: 'x'.repeat(43) + '!' }] } }],
    ['sessions.idleSeconds', { sessions: { idleSeconds: 0 } }],
    ['sessions.operator.idleSeconds', { sessions: { operator: { idleSeconds: 0 } } }],
    ['sessions.cardholder.absoluteSeconds', { sessions: { cardholder: { absoluteSeconds: 604_801 } } }],
    ['sessions.absoluteSeconds', { sessions: { absoluteSeconds: 0 } }],
    ['upstreams.wallet.baseUrl', wallet({ baseUrl: 'wallet.test' })],
    ['upstreams.wallet.baseUrl', wallet({ baseUrl: 'file:///etc/passwd' })],
    ['upstreams.wallet.baseUrl', wallet({ baseUrl: 'https://user:pass@wallet.test' })],
    ['upstreams.wallet.baseUrl', wallet({ baseUrl: 'https://wallet.test/rest?x=1' })],
    ['upstreams.wallet.baseUrl', wallet({ baseUrl: 'https://wallet.test/rest#x' })],
    ['upstreams.wallet.baseUrl', wallet({ baseUrl: 'https://[fe80::1%25eth0]' })],
    ['upstreams.wallet.baseUrl', wallet({ baseUrl: 7 })],
    ['upstreams.wallet.connections', wallet({ connections: 0 })],
    ['upstreams.wallet.deadlineMs', wallet({ deadlineMs: -1 })],
    ['upstreams.wallet.paths.login', wallet({ paths: { login: 'auth/login' } })],
    ['upstreams.wallet.paths.login', wallet({ paths: { login: '/auth/login?x=1' } })],
    ['partners', { partners: [] }],
    ['partners[0].id', partner({ id: 'a b' })],
    ['partners[0].merchant', partner({ merchant: '' })],
    ['partners[0].merchant', partner({ merchant: { slug: 'x' } })],
    ['partners[0].privateKey', partner({ privateKey: 'none' })],
    ['partners[0].origins', partner({ origins: ['https://app.test/path'] })],
    ['partners[0].origins', partner({ origins: ['app.test'] })],
    ['partners[0].origins', partner({ origins: ['https://a.test:99999'] })],
    ['partners[0].callbackOrigins', partner({ callbackOrigins: ['https://a.test:99999'] })],
    ['partners[0].middleware.privateKey', partner({ middleware: { privateKey: '' } })],
    ['partners[0].middleware.publicKey', partner({ middleware: { publicKey: '' } })],
    ['partners[0].origins', partner({ origins: ['capacitor://localhost/'] })],
    ['partners[0].origins', partner({ origins: ['app://'] })],
    ['partners[0].origins', partner({ origins: ['https://app.test', 'HTTPS://APP.test:443'] })],
    ['partners[0].origins', partner({ origins: 'https://app.test' })],
    ['partners[0].operatorScopes', partner({ operatorScopes: ['everything'] })],
    ['partners[0].payments.auth', partner({ payments: { auth: 'magic' } })],
    ['partners[0].payments.jwt', partner({ payments: { auth: 'static' } })],
    ['partners[0].middleware.merchantToken', partner({ middleware: { merchantToken: 'short' } })],
    ['partners[0].clients[0].secretSha256', partner({ clients: [{ ...CLIENT, secretSha256: 'plain' }] })],
    ['partners[0].clients[0].scopes', partner({ clients: [{ ...CLIENT, scopes: ['all'] }] })],
    ['partners[0].clients[0].cmsUser.email', partner({ clients: [{ ...CLIENT, cmsUser: { password: 'x' } }] })],
    ['partners[1].id', { partners: [PARTNER, PARTNER] }],
    ['partners[0].clients[1].id', partner({ clients: [CLIENT, CLIENT] })],
    [
      'partners[1].clients[0].id',
      { partners: [PARTNER, { ...PARTNER, id: 'second' }].map((one) => ({ ...one, clients: [CLIENT] })) },
    ],
    ['serviceTokens.issuer', { serviceTokens: { issuer: '' } }],
    ['serviceTokens.keys[0].id', signing({ id: 'a.b', privateKey: PEM })],
    ['serviceTokens.keys[0].privateKey', signing({ id: 'k1', privateKey: RSA_PEM })],
    ['serviceTokens.keys[0].privateKey', signing({ id: 'k1', publicKey: PUBLIC_PEM })],
    ['serviceTokens.keys[0].privateKey', signing({ id: 'k1', privateKey: PEM, publicKey: PUBLIC_PEM })],
    ['serviceTokens.keys[1].privateKey', signing({ id: 'k1', privateKey: PEM }, { id: 'k2' })],
    ['serviceTokens.keys[1].publicKey', signing({ id: 'k1', privateKey: PEM }, { id: 'k2', publicKey: PEM })],
    ['serviceTokens.keys', signing({ id: 'k1', privateKey: PEM }, { id: 'k1', privateKey: PEM })],
    ['upstreams.wallet.paths.userLogin', wallet({ paths: { userLogin: 'users/auth/login' } })],
    ['upstreams.wallet.userLoginFields.username', wallet({ userLoginFields: { username: '' } })],
  ])('is named by its path: %s (case %#)', (path, config) => {
    expect(new Set(pathsOf(folder.refusal({ config })))).toEqual(new Set([path]));
  });

  it.each<[path: string, config: object]>([
    ['partners', { partners: [[PARTNER]] }],
    ['sessions.keys', { sessions: { keys: [COMPLETE.sessions.keys] } }],
    ['partners[0].clients', partner({ clients: [[CLIENT]] })],
    ['docs.servers', { docs: { servers: [[{ url: 'https://gateway.test' }]] } }],
    ['views.shop.sections', { views: { shop: { ...VIEW, sections: { a: [{ row: 'plans.listPlans' }] } } } }],
    ['permissions', { permissions: { 'cards.setPin': [{ resource: 'a', action: 'b' }] } }],
    ['routes', { routes: { 'cards.assignFunds': [{ deadlineMs: 5000 }] } }],
    ['redis.sentinels', { redis: { sentinels: [NODES], name: 'migo' } }],
    ['redis.cluster', { redis: { cluster: [NODES] } }],
    ['admin.tokens', { admin: { tokens: [[{ id: 'ops', secretSha256: 'a'.repeat(64) }]] } }],
    ['contracts.grants', { contracts: { grants: [[{ upstream: 'cms', operations: ['x'], scope: 'a:b' }]] } }],
  ])('that is a list where a map belongs is named: %s', (path, config) => {
    expect(folder.refusal({ config }).wrong).toContainEqual({ path, message: 'each must be a map' });
  });

  it.each<[path: string, config: object]>([
    ['server', { server: [{ host: '127.0.0.1' }] }],
    ['server', { server: 'x' }],
    ['admin', { admin: 9090 }],
    ['redis', { redis: 'redis://cache.test' }],
  ])(
    'that is no map where one belongs is named, also where a variable sets what is in it: %s (case %#)',
    (path, config) => {
      const env = { PORT: '1', ADMIN_PORT: '2', REDIS_URL: 'redis://cache.test' };
      expect(pathsOf(folder.refusal({ config, env }))).toContain(path);
      const below = { ...COMPLETE, ...config };
      expect(folder.load({ default: below, config: { ...COMPLETE, redis: {} }, env })).toMatchObject({
        server: { port: 1 },
      });
    },
  );

  it.each([
    ['serverr', { serverr: { port: 1 } }],
    ['server.tls', { server: { tls: true } }],
    ['upstreams.cards', { upstreams: { cards: { baseUrl: 'https://x.test' } } }],
    ['upstreams.wallet.paths.logout', wallet({ paths: { logout: '/x' } })],
    ['partners[0].privatKey', partner({ privatKey: 'x' })],
    ['sessions.keys[0].value', { sessions: { keys: [{ id: 'k1', secret: KEY, value: 'x' }] } }],
  ])('that does not exist is named: %s', (path, config) => {
    expect(folder.refusal({ config }).wrong).toEqual([{ path, message: 'is not a setting' }]);
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])(
    'that only JavaScript knows is none either: %s',
    (name) => {
      const named = (text: string): string[] => pathsOf(folder.refusal({ config: text }));
      expect(named(`${name}: { logLevel: warn }`)).toEqual([name]);
      expect(named(`server: { ${name}: 1 }`)).toEqual([`server.${name}`]);
      expect(named(`partners: [{ ${name}: }]`)).toEqual([`partners[0].${name}`]);
    },
  );

  it('that is an alias of what it stands in is named', () => {
    const message = 'is an alias of what it stands in';
    expect(folder.refusal({ config: 'server: &a { x: *a }' }).wrong).toEqual([{ path: 'server.x', message }]);
    expect(folder.refusal({ config: 'partners: &a [*a]' }).wrong).toEqual([{ path: 'partners[0]', message }]);
  });

  it('is none where an alias stands for something else', () => {
    const config = 'limits: { public: &a { requests: 1, seconds: 1 }, application: *a }';
    expect(folder.load({ config }).limits.application).toMatchObject({ requests: 1 });
  });

  it.each([
    '10.0.0.0/8',
    '11.0.0.0/8',
    'fc00::/7',
    'fe80::/10',
    '2001:db8::/32',
    '::ffff:10.0.0.0/104',
    '::1',
    '::ffff:10.0.0.1',
  ])('is no network of proxies that somebody may have: %s', (range) => {
    const server = { trustedProxies: [range] };
    expect(folder.load({ config: { server } })).toMatchObject({ server });
  });

  it('is told as empty where a secret is', () => {
    const { wrong } = folder.refusal({
      config: partner({ middleware: { jwt: `\${file:${folder.file('jwt', '\n')}}` } }),
    });
    expect(wrong).toContainEqual({ path: 'partners[0].middleware.jwt', message: 'jwt is empty' });
    expect(JSON.stringify(wrong)).not.toContain('ASCII');
  });

  it('is named together with all the others', () => {
    const config = {
      server: { port: -1 },
      logLevel: 'loud',
      colour: 'blue',
      sessions: { keys: [{ id: 'k1', secret: 'short' }] },
      ...wallet({ baseUrl: 'no url', connections: 0 }),
      partners: [{ ...PARTNER, privateKey: 'none' }, { id: 'second' }],
    };
    const error = folder.refusal({ config });
    const paths = [
      'colour',
      'logLevel',
      'partners[0].privateKey',
      'partners[1].merchant',
      'server.port',
      'sessions.keys[0].secret',
      'upstreams.wallet.baseUrl',
      'upstreams.wallet.connections',
    ];
    expect([...new Set(pathsOf(error))]).toEqual(paths);
    for (const path of paths) expect(error.message).toContain(`\n  ${path}: `);
  });

  it('does not hide what is wrong between others', () => {
    const config = {
      upstreams: { wallet: { baseUrl: 'http://wallet.test', connections: 0 }, cms: { baseUrl: 'cms.test' } },
      partners: [{ ...PARTNER, origins: 'none', payments: {} }, PARTNER],
      sessions: { keys: [{ id: 'k1', secret: 'short' }], idleSeconds: 'long' },
    };
    const env = { GATEWAY_PROFILE: 'production' };
    expect([...new Set(pathsOf(folder.refusal({ config, env })))]).toEqual([
      'partners[0].origins',
      'partners[0].payments.jwt',
      'partners[1].id',
      'redis.url',
      'sessions.idleSeconds',
      'sessions.keys[0].secret',
      'upstreams.cms.baseUrl',
      'upstreams.wallet.baseUrl',
      'upstreams.wallet.connections',
    ]);
  });
});

describe('a listener', () => {
  it.each([
    ['::1', '127.0.0.1'],
    ['0.0.0.0', '::1'],
    ['fe80::1%eth0', 'gateway_1.test'],
    ['10.0.0.1', '10.0.0.2'],
  ])('on %s shares a port with one on %s', (server, admin) => {
    const config = { server: { host: server, port: 8080 }, admin: { host: admin, port: 8080 } };
    expect(folder.load({ config })).toMatchObject(config);
  });

  it('may have any free port, as the other one', () => {
    const config = { server: { port: 0 }, admin: { port: 0 } };
    expect(folder.load({ config })).toMatchObject(config);
  });
});

describe('what is told of a wrong setting', () => {
  it.each<[what: string, config: object | string]>([
    ['a key', { sessions: { keys: [{ id: 'k1', secret: 'canary-4711' }] } }],
    ['a key id', { sessions: { keys: [{ id: 'canary 4711', secret: KEY }] } }],
    ['a private key', partner({ privateKey: 'canary-4711' })],
    ['a URL', wallet({ baseUrl: 'https://me:canary-4711@wallet.test' })],
    ['a Redis URL', { redis: { url: 'canary-4711://:secret@cache' } }],
    ['a signing key', signing({ id: 'k1', privateKey: 'canary-4711' })],
    ['a public key', signing({ id: 'k1', privateKey: PEM }, { id: 'k2', publicKey: 'canary-4711' })],
    ['a token', partner({ middleware: { jwt: 'canary-4711' } })],
    ['a client secret', partner({ clients: [{ ...CLIENT, secretSha256: 'canary-4711' }] })],
    ['an origin', partner({ origins: ['canary-4711'] })],
    ['a scope', partner({ operatorScopes: ['canary-4711'] })],
    ['a path', wallet({ paths: { login: 'canary-4711' } })],
    ['a log level', { logLevel: 'canary-4711' }],
    ['a port', { server: { port: 'canary-4711' } }],
    ['a list where a map belongs', { server: ['canary-4711'] }],
    ['a text where a map belongs', { sessions: 'canary-4711' }],
    ['a text where a list belongs', { partners: 'canary-4711' }],
    ['an unknown setting', { colour: 'canary-4711' }],
    ['a file that is a list', '[canary-4711]'],
    ['a file that is a text', 'canary-4711'],
    ['a YAML syntax error', 'sessions:\n  keys: [{ id: k1, secret: canary-4711\npartners: ]'],
    ['a key that appears twice', 'logLevel: canary-4711\nlogLevel: canary-4711\n'],
  ])('never holds its value: %s', (_what, config) => {
    const error = folder.refusal({ config });
    expect(error.wrong.length).toBeGreaterThan(0);
    expect(`${error.message} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain('canary');
  });

  it('is which file is not YAML', () => {
    const error = folder.refusal({ config: 'a: [' });
    expect(error.wrong).toEqual([
      {
        path: expect.stringMatching(/extra\.yaml$/),
        message: expect.stringMatching(/^is not YAML: line 1, column \d+: /),
      },
    ]);
  });
});
