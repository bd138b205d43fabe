import { covers, isKeptPath, publicPathOf, shapeOf } from '../../src/contracts/public-path.js';
import { contract, importOf, operation } from './contract-folder.js';

describe('the path rule', () => {
  it.each([
    ['wallet', '/settlements/:id', '/settlements/:id'],
    ['middleware', '/v1/suspensions', '/suspensions'],
    ['middleware', '/api/v1/integrations/transactions', '/integrations/transactions'],
    ['middleware', '/transactions', '/transactions'],
    ['middleware', '/plans/v1/list', '/plans/v1/list'],
    ['cms', '/app/partners', '/partners'],
    ['cms', '/app/users', '/cms-users'],
    ['cms', '/app/users/:id/partners', '/cms-users/:id/partners'],
    ['wallet', '/users/:id', '/users/:id'],
    ['payments', '/api/transactions/export', '/transactions/export'],
    ['payments', '/v1', '/'],
    ['payments', '/v1/', '/'],
    ['payments', '/api/v1/', '/'],
    ['payments', '/api/v1/ledgers/:id/', '/ledgers/:id'],
  ] as const)('puts %s %s at %s', (upstream, path, expected) => {
    expect(publicPathOf(upstream, path)).toBe(expected);
  });

  it.each([
    '/auth/login',
    '/users/login',
    '/users/refresh',
    '/health',
    '/status/healthz',
    '/oauth/token',
    '/users/auth/refresh-token',
    '/docs',
    '/ops/routes',
    '/openapi.json',
  ])('keeps %s to the gateway', (path) => {
    expect(isKeptPath(path)).toBe(true);
  });

  it.each(['/users/auth/otp', '/cards/:login/token', '/refreshments', '/reports/healthy'])(
    'lets %s be served',
    (path) => {
      expect(isKeptPath(path)).toBe(false);
    },
  );

  it('keeps a login that the settings know by another path', () => {
    const { entries } = importOf({
      files: {
        'cms.json': contract({
          '/app/users/login': { post: operation() },
          '/app/users/login/': { post: operation() },
          '/app/partners': { get: operation() },
        }),
      },
    });
    expect(entries.map(({ operation: { unfit } }) => unfit)).toEqual([
      'the settings keep its path to the gateway',
      'the settings keep its path to the gateway',
      undefined,
    ]);
  });

  it('keeps one whose path ends in a slash', () => {
    const { entries } = importOf({
      files: { 'cms.json': contract({ '/api/token/': { post: operation() }, '/api/token': { post: operation() } }) },
      change: ({ upstreams: { cms } }) => {
        if (cms !== undefined) cms.paths.login = '/api/token/';
      },
    });
    expect(entries.map(({ operation: { unfit } }) => unfit)).toEqual([
      'the settings keep its path to the gateway',
      'the settings keep its path to the gateway',
    ]);
  });

  it('has no slash at the end, which goes to the upstream as its file has it', () => {
    const [capability] = importOf({
      files: { 'payments.json': contract({ '/ledgers/{id}/': { get: operation() } }) },
      grants: [{ upstream: 'payments', scope: 'ledgers:read', operations: ['* /*'] }],
    }).tables();
    const paths = Object.values(capability?.table.rows ?? {}).map(({ path, upstreamPath }) => [path, upstreamPath]);
    expect(paths).toEqual([['/ledgers/:id', '/ledgers/:id/']]);
  });
});

describe('two paths', () => {
  it('have the same shape where only the names of parameters differ', () => {
    expect(shapeOf('/cards/:cardId/pin')).toBe(shapeOf('/cards/:id/pin'));
    expect(shapeOf('/cards/:cardId/')).toBe(shapeOf('/cards/:id'));
    expect(shapeOf('/cards/:cardId')).not.toBe(shapeOf('/cards/all'));
  });

  it.each([
    ['/cards/:id', '/cards/all', true],
    ['/cards/:id', '/cards/:cardId', true],
    ['/cards/all', '/cards/:id', false],
    ['/cards/:id', '/cards/all/pin', false],
    ['/webhooks/*', '/webhooks/a/b', true],
    ['/webhooks/*', '/webhooks', false],
  ])('%s covers %s: %s', (pattern, path, expected) => {
    expect(covers(pattern, path)).toBe(expected);
  });
});
