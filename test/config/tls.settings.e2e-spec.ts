import { doubtsOf } from '../../src/policy/doubtful-settings.js';
import { KnownScopes } from '../../src/auth/service-tokens/known-scopes.js';
import { Authority } from '../support/tls/authority.js';
import { SettingsFolder } from './settings-folder.js';

const BASE_URL = 'https://wallet.test/rest';
const authority = new Authority();
const [own, other] = [authority.issue(), authority.issue()];
const { cert, key } = own;

let folder: SettingsFolder;
beforeEach(() => {
  folder = new SettingsFolder();
});
afterEach(() => {
  folder.remove();
});

const withTls = (tls: object, baseUrl = BASE_URL): { config: object } => ({
  config: { upstreams: { wallet: { baseUrl, tls } } },
});

describe('certificates in the settings', () => {
  it('are an authority, or a certificate and its key, or all of it', () => {
    for (const tls of [
      { ca: authority.pem + cert },
      { cert: cert + authority.pem, key },
      { ca: authority.pem, cert, key },
    ])
      expect(folder.load(withTls({ serverName: 'inner.test', ...tls })).upstreams.wallet?.tls).toMatchObject(tls);
  });

  it.each<[what: string, tls: object, path: string, message: RegExp]>([
    ['no PEM', { ca: 'canary' }, 'ca', /must hold certificates, PEM/],
    ['half of one', { ca: authority.pem.slice(0, 200) }, 'ca', /PEM/],
    ['a good and a broken one', { ca: authority.pem + authority.pem.slice(0, 200) }, 'ca', /PEM/],
    ['one with other bytes', { ca: authority.pem.replace(/^MII/m, 'AAA') }, 'ca', /PEM/],
    ['a key in its place', { ca: key }, 'ca', /PEM/],
    ['a certificate as key', { cert, key: cert }, 'key', /must be a private key/],
    ['a certificate without key', { cert }, 'key', /is needed with cert/],
    ['a key without certificate', { key }, 'cert', /is needed with key/],
    ['the key of another one', { cert, key: other.key }, 'key', /is not the key of cert/],
    ['a chain in front of its own', { cert: authority.pem + cert, key }, 'key', /the first certificate/],
    ['a name with a port', { serverName: 'wallet.test:443' }, 'serverName', /host name/],
  ])('are refused as %s, unseen', (_what, tls, path, message) => {
    const error = folder.refusal(withTls(tls));
    expect(error.wrong).toEqual([{ path: `upstreams.wallet.tls.${path}`, message: expect.stringMatching(message) }]);
    expect(error.message).not.toMatch(/canary|MII/);
  });

  it('do not go with http, nor with redis://', () => {
    expect(folder.refusal(withTls({}, 'http://127.0.0.1/rest')).wrong).toMatchObject([
      { path: 'upstreams.wallet.tls' },
    ]);
    const redis = { url: 'redis://cache.test', tls: { ca: authority.pem } };
    expect(folder.refusal({ config: { redis } }).wrong).toMatchObject([{ path: 'redis.tls' }]);
  });

  it('are doubtful where they have ended, begin later, or end soon; of several authorities one may', () => {
    const doubts = (tls: object): unknown =>
      doubtsOf(folder.load(withTls(tls)), new KnownScopes())
        .filter(({ path }) => path.startsWith('upstreams.'))
        .map(({ path, message }) => `${path} ${message}`);
    const [old, later, ending] = [{ from: -9, to: -1 }, { from: 1 }, { to: 5 }].map((times) => authority.issue(times));
    expect(doubts({ cert: old?.cert, key: old?.key })).toEqual([
      expect.stringMatching(/wallet\.tls\.cert has expired/),
    ]);
    expect(doubts({ cert: later?.cert, key: later?.key })).toEqual([
      expect.stringMatching(/tls\.cert is not valid before/),
    ]);
    expect(doubts({ cert: ending?.cert, key: ending?.key })).toEqual([expect.stringMatching(/tls\.cert expires on/)]);
    expect(doubts({ ca: old?.cert })).toEqual([expect.stringMatching(/tls\.ca has expired/)]);
    expect(doubts({ ca: `${old?.cert ?? ''}${authority.pem}`, cert, key })).toEqual([]);
  });
});
