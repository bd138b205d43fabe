import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { type Diagnosis, runDoctor, stepOf } from '../support/doctor-process.js';
import { deadAddress } from '../support/foreign/verbatim-upstream.js';
import { upstreamsOf } from '../support/gateway-process.js';
import { type ReceivedCall, SimulatorControl } from '../support/simulator-control.js';
import { CERTIFICATE, TlsFront } from '../support/tls/tls-front.js';

const CLIENT = { id: 'billing', secretSha256: 'b1'.repeat(32), scopes: ['*'], cmsUser: ANA };
/** A doctor who waits for a step, on a machine that is busy. */
const RUN_MS = 30_000;
const PEM_LINE = /^[A-Za-z0-9+/]{40,}={0,2}$/gm;

function otherKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

interface Changes {
  upstreams?: object;
  partner?: object;
  redis?: object;
  contracts?: object;
  routes?: object;
}

/** A JWT that nobody has signed: the doctor looks at its time only. */
function jwtUntil(exp: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'EdDSA' })}.${part({ exp })}.c2lnbmF0dXJlLWNhbmFyeQ`;
}

describe('npm run doctor', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  const secrets = new Set<string>();

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
  });

  afterAll(() => simulator.close());

  /** A whole run with some settings changed; whatever it was told or given must not be in what it prints. */
  async function diagnose(
    { upstreams = {}, partner = {}, ...settings }: Changes = {},
    env: Readonly<Record<string, string>> = {},
  ): Promise<Diagnosis> {
    await control.forgetCalls();
    const config = {
      upstreams: { ...upstreamsOf(simulator), ...upstreams },
      partners: [demoPartner({ clients: [CLIENT], ...partner })],
      ...settings,
    };
    const diagnosis = await runDoctor(config, env);
    noteSecrets(config.partners);
    for (const { headers, body } of await control.calls()) noteSecrets([headers['authorization'], body]);
    await control.clearFaults();
    for (const secret of secrets) expect(diagnosis.text).not.toContain(secret);
    return diagnosis;
  }

  function noteSecrets(from: unknown): void {
    const text = JSON.stringify(from);
    for (const [, name = '', value = ''] of text.matchAll(/"(\w+)\\?":\\?"([^"\\]{12,})/g)) {
      if (/key|token|jwt|secret|password|signature/i.test(name)) secrets.add(value);
    }
    for (const [token] of text.matchAll(/(?<=Bearer )[^"\\]+/g)) secrets.add(token);
    for (const [line] of text.replaceAll('\\n', '\n').matchAll(PEM_LINE)) secrets.add(line);
  }

  describe('where all is right', () => {
    let diagnosis: Diagnosis;
    let calls: readonly ReceivedCall[];
    beforeAll(async () => {
      diagnosis = await diagnose({ redis: { url: process.env['REDIS_TEST_URL'] } });
      calls = await control.calls();
    }, RUN_MS);

    it('says so of every step, and prints nothing but the report', () => {
      expect(diagnosis).toMatchObject({
        code: 0,
        text: expect.stringMatching(/\n\d+ ok, 0 warnings, 0 failed, 3 skipped\n$/),
      });
      for (const step of [
        'settings',
        'Redis',
        ...['wallet', 'middleware', 'cms', 'payments'].flatMap((name) => [
          `${name} DNS`,
          `${name} TCP`,
          `${name} clock`,
        ]),
        ...['login', 'refresh', 'read'].map((name) => `demo wallet ${name}`),
        ...['login', 'refresh', 'user of billing', 'read as billing'].map((name) => `demo cms ${name}`),
        'demo middleware read',
        'demo payments read',
      ]) {
        expect(stepOf(diagnosis, step)).toMatch(/^ok /);
      }
      expect(stepOf(diagnosis, 'wallet TLS')).toContain('no TLS (loopback)');
      expect(stepOf(diagnosis, 'demo wallet login')).toContain('access token for 30 min, refresh token for 7 days');
      expect(diagnosis.text).not.toContain('\u001b');
      // The scan for secrets has something to find.
      expect(secrets.size).toBeGreaterThan(10);
    });

    it('has read with the token of the refresh, which was sent once', () => {
      const statusesOf = (there: string): (number | null)[] =>
        calls.filter(({ upstream, path }) => upstream === 'wallet' && path === there).map(({ status }) => status);

      expect(statusesOf('/auth/refresh')).toEqual([200]);
      expect(statusesOf('/users/permissions')).toEqual([200]);
    });

    it('has moved nothing: it logs in, refreshes and reads', () => {
      const writes = calls.filter(({ method, path }) => method !== 'GET' && !/\/(login|refresh)$/.test(path));
      expect(calls.length).toBeGreaterThan(10);
      expect(writes).toEqual([]);
    });
  });

  it('has nothing against a partner that has nothing but a merchant token', async () => {
    const { middleware, ...others } = {
      middleware: { jwt: undefined, publicKey: undefined, privateKey: undefined },
      clients: [],
    };
    const partner = {
      ...others,
      middleware,
      privateKey: undefined,
      cmsPartnerIds: [],
      defaultCmsPartnerId: undefined,
      payments: undefined,
    };

    const diagnosis = await diagnose({ partner, redis: { url: process.env['REDIS_TEST_URL'] } });

    expect(diagnosis).toMatchObject({ code: 0, text: expect.stringContaining(' 0 warnings, 0 failed, ') });
    expect(diagnosis.text).toContain('partners[0].privateKey is not set');
    expect(diagnosis.text).toContain('partners[0].cmsPartnerIds is not set');
    expect(diagnosis.text).toContain('partners[0].middleware.jwt is not set');
    expect(await control.calls({ path: '/auth/login' })).toEqual([]);
  });

  // Several faults a run: each is found whatever else is wrong, and a run starts a process.
  describe('names what is wrong, and the setting:', () => {
    describe('credentials', () => {
      let diagnosis: Diagnosis;
      beforeAll(async () => {
        const middleware = { jwt: 'another-middleware-jwt-canary-0001' };
        const payments = { jwt: jwtUntil(1_700_000_000) };
        const upstreams = { cms: { baseUrl: simulator.urls.cms, signLogin: true } };
        diagnosis = await diagnose({ upstreams, partner: { privateKey: otherKey(), middleware, payments } });
      }, RUN_MS);

      it("a private key that is not the merchant's", () => {
        expect(diagnosis.code).toBe(1);
        expect(stepOf(diagnosis, 'demo wallet login')).toMatch(
          /^failed .*refused with 401[^]*partners\[0\]\.privateKey/,
        );
        expect(stepOf(diagnosis, 'demo cms login')).toMatch(
          /^failed .*refused with 401[^]*partners\[0\]\.signaturePayload/,
        );
      });

      it('a Middleware JWT that Migo does not know', () => {
        expect(stepOf(diagnosis, 'demo middleware read')).toMatch(
          /^failed .*answers 401[^]*partners\[0\]\.middleware\.jwt: it must be of the same environment as upstreams\.middleware/,
        );
      });

      it('a Payments JWT that has expired', () => {
        expect(stepOf(diagnosis, 'demo payments jwt')).toMatch(
          /^failed .*has expired \(2023-11-14\)[^]*partners\[0\]\.payments\.jwt/,
        );
        expect(stepOf(diagnosis, 'demo payments read')).toMatch(/^failed .*answers 401/);
      });
    });

    describe('addresses', () => {
      let diagnosis: Diagnosis;
      beforeAll(async () => {
        const { host } = new URL(await deadAddress());
        const { origin } = new URL(simulator.urls.wallet);
        diagnosis = await diagnose({
          redis: { url: `redis://user:redis-password-canary@${host}` },
          upstreams: {
            wallet: { baseUrl: `${origin}/wrong` },
            cms: { baseUrl: await deadAddress() },
            payments: { baseUrl: 'http://payments.migo.invalid' },
          },
        });
      }, RUN_MS);

      it('a wrong base path', () => {
        expect(diagnosis.code).toBe(1);
        expect(stepOf(diagnosis, 'demo wallet login')).toMatch(
          /^failed .*no login \(404\)[^]*base path in upstreams\.wallet\.baseUrl, or upstreams\.wallet\.paths\.login/,
        );
      });

      it('a closed port, and goes on with the next upstream', () => {
        expect(stepOf(diagnosis, 'cms TCP')).toMatch(
          /^failed .*nothing listens[^]*start the simulator[^]*port in upstreams\.cms\.baseUrl/,
        );
        expect(stepOf(diagnosis, 'demo cms')).toMatch(/^skipped .*cms cannot be reached/);
        expect(stepOf(diagnosis, 'demo middleware read')).toMatch(/^ok /);
      });

      it('a host that does not exist', () => {
        expect(stepOf(diagnosis, 'payments DNS')).toMatch(/^failed [^]*upstreams\.payments\.baseUrl/);
        expect(diagnosis.text).not.toContain('payments TCP');
      });

      it('a Redis that nobody started, without its password', () => {
        expect(stepOf(diagnosis, 'Redis')).toMatch(
          /^failed .*nothing listens[^]*start Redis, or correct the port in redis\.url/,
        );
        expect(diagnosis.text).not.toContain('redis-password-canary');
      });
    });

    describe('answers', () => {
      let diagnosis: Diagnosis;
      beforeAll(async () => {
        const at = (secondsFromNow: number): object => ({
          kind: 'headers',
          path: '/health',
          headers: { date: new Date(Date.now() + secondsFromNow * 1000).toUTCString() },
        });
        await control.fault({ upstream: 'wallet', kind: 'headers', ...at(120) });
        await control.fault({ upstream: 'cms', kind: 'headers', ...at(-20) });
        await control.fault({ upstream: 'wallet', path: '/auth/refresh', kind: 'status', status: 401 });
        await control.fault({ upstream: 'middleware', path: '/v1/plans/list', kind: 'html' });
        await control.fault({ upstream: 'payments', path: '/transactions', kind: 'hang' });
        const cmsUser = { ...ANA, password: 'wrong-password-canary' };
        diagnosis = await diagnose({ partner: { clients: [{ ...CLIENT, cmsUser }] } });
      }, RUN_MS);

      it("a CMS user's wrong password", () => {
        expect(diagnosis.code).toBe(1);
        expect(stepOf(diagnosis, 'demo cms user of billing')).toMatch(
          /^failed .*refused with 401[^]*partners\[0\]\.clients\[0\]\.cmsUser\.email/,
        );
      });

      it('a clock that is far off, and one that is a little off', () => {
        expect(stepOf(diagnosis, 'wallet clock')).toMatch(/^failed .*behind this upstream's[^]*clock by NTP/);
        expect(stepOf(diagnosis, 'cms clock')).toMatch(/^warning .*ahead of this upstream's[^]*clock by NTP/);
        expect(stepOf(diagnosis, 'payments clock')).toMatch(/^ok /);
      });

      it('a page that is not from Migo', () => {
        expect(stepOf(diagnosis, 'demo middleware read')).toMatch(
          /^failed .*not with JSON[^]*upstreams\.middleware\.baseUrl/,
        );
      });

      it('a refresh that is refused', () => {
        expect(stepOf(diagnosis, 'demo wallet refresh')).toMatch(
          /^failed .*refused with 401[^]*upstreams\.wallet\.paths\.refresh/,
        );
      });

      it('a step that takes too long', () => {
        expect(stepOf(diagnosis, 'demo payments read')).toMatch(
          /^failed .*no result within 5 s[^]*upstreams\.payments\.baseUrl/,
        );
      });
    });

    it('a redirect', async () => {
      await control.fault({ upstream: 'cms', path: '/app/auth/login', kind: 'redirect' });

      const diagnosis = await diagnose();

      expect(diagnosis.code).toBe(1);
      expect(stepOf(diagnosis, 'demo cms login')).toMatch(/^failed .*redirect[^]*upstreams\.cms\.baseUrl/);
    });
  });

  describe('over TLS', () => {
    let front: TlsFront;
    let outdated: TlsFront;

    beforeAll(async () => {
      front = await TlsFront.before(simulator.urls.wallet);
      outdated = await TlsFront.before(simulator.urls.wallet, 'TLSv1.1');
    });

    afterAll(() => {
      front.close();
      outdated.close();
    });

    const walletAt = (host: string): object => ({ wallet: { baseUrl: `https://${host}:${front.port}/rest` } });

    it('tells the protocol and the days of the certificate', async () => {
      const diagnosis = await diagnose({ upstreams: walletAt('localhost') }, { NODE_EXTRA_CA_CERTS: CERTIFICATE });

      expect(diagnosis.code).toBe(0);
      expect(stepOf(diagnosis, 'wallet TLS')).toMatch(/^ok .*TLSv1\.3; the certificate is valid for \d+ more days/);
      expect(stepOf(diagnosis, 'demo wallet read')).toMatch(/^ok /);
    });

    it('names a self-signed certificate', async () => {
      const diagnosis = await diagnose({ upstreams: walletAt('localhost') });

      expect(diagnosis.code).toBe(1);
      expect(stepOf(diagnosis, 'wallet TLS')).toMatch(/^failed .*self-signed[^]*upstreams\.wallet\.baseUrl/);
      expect(stepOf(diagnosis, 'demo wallet')).toMatch(/^skipped /);
    });

    it('names a certificate of another name', async () => {
      const diagnosis = await diagnose({ upstreams: walletAt('127.0.0.1') }, { NODE_EXTRA_CA_CERTS: CERTIFICATE });

      expect(diagnosis.code).toBe(1);
      expect(stepOf(diagnosis, 'wallet TLS')).toMatch(/^failed .*for another name[^]*upstreams\.wallet\.baseUrl/);
    });

    it('names a port that speaks no TLS', async () => {
      const { host } = new URL(simulator.urls.wallet);
      const diagnosis = await diagnose({ upstreams: { wallet: { baseUrl: `https://${host}/rest` } } });

      expect(diagnosis.code).toBe(1);
      expect(stepOf(diagnosis, 'wallet TLS')).toMatch(
        /^failed .*no TLS is spoken[^]*port in upstreams\.wallet\.baseUrl/,
      );
    });

    it('names a host that speaks no TLS 1.2', async () => {
      const baseUrl = `https://localhost:${outdated.port}/rest`;
      const diagnosis = await diagnose({ upstreams: { wallet: { baseUrl } } }, { NODE_EXTRA_CA_CERTS: CERTIFICATE });

      expect(diagnosis.code).toBe(1);
      expect(stepOf(diagnosis, 'wallet TLS')).toMatch(/^failed .*TLS 1\.2 or newer is not spoken[^]*upstreams\.wallet/);
    });
  });

  it('tells how far contract files differ from the route table, and names a file that cannot be used', async () => {
    const unfit = mkdtempSync(join(tmpdir(), 'contracts-'));
    writeFileSync(join(unfit, 'wallet.json'), '{}');
    const differing = await diagnose({ contracts: { directory: resolve('test/contracts/samples') } });
    const broken = await diagnose({ contracts: { directory: unfit } });

    expect(stepOf(differing, 'contracts')).toMatch(/wallet\.json.*: [1-9]\d* differences/);
    expect(differing.code).toBe(0);
    expect(stepOf(broken, 'contracts')).toMatch(/2 faults, the first: wallet\.json: is not OpenAPI/);
    expect(broken.code).toBe(1);
  });

  it('lists settings that only a start would refuse otherwise: of a row that does not exist, of a grant without a file', async () => {
    const grant = {
      upstream: 'wallet',
      operations: ['GET /settlements'],
      callers: ['service'],
      scope: 'settlements:read',
    };
    const [routes, contracts] = [
      await diagnose({ routes: { 'cards.nothing': { deadlineMs: 1000 } } }),
      await diagnose({ contracts: { grants: [grant] } }),
    ];

    expect(stepOf(routes, 'settings')).toMatch(/^failed .*cards\.nothing/);
    expect(stepOf(contracts, 'settings')).toMatch(/^failed .*contracts\.grants/);
    expect([routes.code, contracts.code]).toEqual([2, 2]);
  });

  it('lists every wrong setting, and ends with 2', async () => {
    const diagnosis = await diagnose({
      upstreams: { wallet: { baseUrl: 'not a url' } },
      partner: { privateKey: 'not-a-key-canary-000000' },
    });

    expect(diagnosis.code).toBe(2);
    expect(diagnosis.text).toMatch(/^failed {3}settings +upstreams\.wallet\.baseUrl: baseUrl must be an http/m);
    expect(diagnosis.text).toMatch(/^failed {3}settings +partners\[0\]\.privateKey: /m);
    expect(await control.calls()).toEqual([]);
  });
});
