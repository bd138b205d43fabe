import { join } from 'node:path';
import { loadSettings } from '../../src/config/settings.loader.js';
import { faultsOf, type PreparedRoute, prepareRoute } from '../../src/routes/prepared-route.js';
import type { Row } from '../../src/routes/route.js';
import { CmsBackoffice } from '../../src/clients/cms/cms.upstream.js';
import { Middleware } from '../../src/clients/middleware/middleware.upstream.js';
import { PaymentsApi } from '../../src/clients/payments-api/payments-api.upstream.js';
import { WalletGateway } from '../../src/clients/wallet-gateway/wallet-gateway.upstream.js';
import { ROOT } from './source-files.js';

const settings = loadSettings({ env: {}, directory: join(ROOT, 'config') });

const ROW: Row = {
  method: 'POST',
  path: '/cards/:cardId/statements',
  callers: ['operator'],
  scope: 'cards:read',
  permission: ['cards-admin', 'detail'],
  summary: 'Generate a statement',
  docs: 'cms-api/overview',
  evidence: 'documented',
};

/** A row with a fault that the compiler would not let anybody write. */
function spoilt(change: object): Row {
  return Object.assign({}, ROW, change);
}

function prepare(row: Row, target: PreparedRoute['target'] = WalletGateway): PreparedRoute {
  return prepareRoute({ capability: 'cards', name: 'spoilt', row, target }, settings);
}

describe('a row that is not fit to be served', () => {
  it.each([
    ['nobody may call', { callers: [] }, 'has no caller'],
    ['has a deadline of zero', { deadlineMs: 0 }, 'has no deadline'],
    ['has a deadline before now', { deadlineMs: -1 }, 'has no deadline'],
    ['has a deadline that is no number', { deadlineMs: NaN }, 'has no deadline'],
    ['lacks a parameter upstream', { upstreamPath: '/statements' }, 'has other parameters upstream'],
    ['names a parameter otherwise upstream', { upstreamPath: '/cards/:id/st' }, 'has other parameters upstream'],
    ['has one more parameter upstream', { upstreamPath: '/c/:cardId/:month' }, 'has other parameters upstream'],
    ['conceals what it does not name', { conceal: 'otp_refused' }, 'conceals no account'],
    ['keeps what is no read', { cache: 'reference' }, 'keeps the answers of what is no read'],
    ['lets operators onto the wallet freely', { permission: undefined }, 'lets operators in without a CMS permission'],
  ])('because it %s keeps the gateway from starting', (_why, change, fault) => {
    expect(() => prepare(spoilt(change))).toThrow(`route cards.spoilt: ${fault}`);
  });

  it.each([
    ['cardholders', CmsBackoffice, 'cms-operator', 'lets cardholders in where they have no token of their own'],
    ['cardholders', Middleware, 'middleware-body-keys', 'lets cardholders in where they have no token of their own'],
    ['the public', Middleware, 'middleware-jwt', 'lends everybody a credential that is not for the public'],
    ['the public', CmsBackoffice, 'cms-operator', 'lends everybody a credential that is not for the public'],
  ])('because it is open to %s (case %#)', (who, target, credential, fault) => {
    const callers = [who === 'cardholders' ? 'cardholder' : 'public'];
    expect(() => prepare(spoilt({ callers, credential }), target)).toThrow(fault);
  });

  it('is told of all its faults at once', () => {
    const route = { ...prepare(ROW), row: spoilt({ callers: [] }), deadlineMs: 0, upstreamPath: '/x' };
    expect(faultsOf(route)).toEqual(['has no caller', 'has no deadline', 'has other parameters upstream']);
  });
});

describe('a row that is fit to be served', () => {
  it('has no faults, also with its parameters in another order upstream', () => {
    const row = spoilt({ path: '/a/:cardId/b/:userId', upstreamPath: '/x/:userId/y/:cardId' });
    const route = prepare(row);
    expect(faultsOf(route)).toEqual([]);
    expect(route.toUpstreamPath({ cardId: '1', userId: '2' })).toBe('/x/2/y/1');
  });

  it('may do without a CMS permission where no operator gets in, or where the upstream checks it itself', () => {
    expect(() => prepare(spoilt({ permission: undefined, callers: ['cardholder', 'service'] }))).not.toThrow();
    expect(() => prepare(spoilt({ permission: undefined }), CmsBackoffice)).not.toThrow();
  });

  it('may be open to the public on the wallet, or with the keys that go in the body', () => {
    const open = spoilt({ callers: ['public'], permission: undefined });
    expect(() => prepare(open)).not.toThrow();
    expect(() => prepare({ ...open, credential: 'middleware-body-keys' }, Middleware)).not.toThrow();
  });

  it.each([
    [WalletGateway, '/cards/:cardId/statements'],
    [Middleware, '/v1/cards/:cardId/statements'],
    [CmsBackoffice, '/app/cards/:cardId/statements'],
    [PaymentsApi, '/cards/:cardId/statements'],
  ])('goes below the prefix of $name and takes its credential and deadline', (target, path) => {
    const route = prepare(ROW, target);
    expect(route).toMatchObject({ upstreamPath: path, credential: target.credential, deadlineMs: 8000 });
  });

  it('keeps its own deadline and credential where it names them', () => {
    const route = prepare(spoilt({ deadlineMs: 1234, credential: 'middleware-merchant-token' }), Middleware);
    expect(route).toMatchObject({ deadlineMs: 1234, credential: 'middleware-merchant-token' });
  });

  it('knows whether its path names a partner', () => {
    expect(prepare(ROW).hasPartner).toBe(false);
    expect(prepare(spoilt({ path: '/partners/:partnerId/cards' }), CmsBackoffice).hasPartner).toBe(true);
  });
});
