import { generateKeyPairSync, hash, randomUUID } from 'node:crypto';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { eventually } from '../storage/eventually.js';
import { BILLING, Client } from '../support/client.js';
import { ConfigMap } from '../support/config-map.js';
import { demoPartner } from '../support/demo-partner.js';
import { auditOf, logOf, type LogLine } from '../support/gateway-log.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { SteadyLoad } from '../support/steady-load.js';
import { ForeignServer } from '../support/foreign/foreign-server.js';
import { EVA, OTHER_ORIGIN, OTHER_SERVICE, twoPartners } from '../support/two-partners.js';

const LIST = '/v1/partners/partner-demo/cardholders?limit=1';
const OF_OTHER = '/v1/partners/partner-other/cardholders?limit=1';
const OF_PARTNER = { ...EVA, partner: 'other' };
const PLANS = '/v1/plans/list';
/** 200 for the acceptance of a release (npm run faults). */
const PER_SECOND = Number(process.env['REQUESTS_PER_SECOND'] ?? 60);

describe('settings that change while the gateway runs', () => {
  const keyPrefix = `test-${randomUUID()}`.slice(0, 32);
  const authorizations = new Set<string | undefined>();
  let partners: object[];
  let extra: object = {};
  let jwt = `jwt-${randomUUID()}`;
  let map: ConfigMap;
  let simulator: Simulator;
  let middleware: ForeignServer;
  let upstreams: object;
  let gateway: GatewayProcess;
  let anonymous: Client;

  const files = (): Record<string, string> => ({
    'gateway.yaml': JSON.stringify({
      redis: { url: process.env['REDIS_TEST_URL'], keyPrefix },
      server: { port: 0, warmUp: false, drainSeconds: 0 },
      reference: { seconds: 0 },
      upstreams,
      partners,
      ...extra,
    }),
    jwt: `${jwt}\n`,
  });

  const demo = (changed: object = {}): object =>
    demoPartner({
      middleware: { client: 'migoDeveloper', jwt: `\${file:${map.path('jwt')}}` },
      ...changed,
    });

  const lines = (message: string): LogLine[] => logOf(gateway).filter(({ msg }) => msg === message);
  const changes = (): unknown[] => auditOf(gateway).filter(({ event }) => event === 'settings_changed');
  const refusals = (): LogLine[] => auditOf(gateway).filter(({ event }) => event === 'settings_refused');

  /** By a swap of the files, and until they are read. */
  const change = async (): Promise<LogLine> => {
    const before = changes().length + refusals().length;
    map.swap(files());
    await eventually(() => Promise.resolve(changes().length + refusals().length > before));
    return (
      auditOf(gateway)
        .filter(({ event }) => String(event).startsWith('settings_'))
        .at(-1) ?? {}
    );
  };

  beforeAll(async () => {
    simulator = await startSimulator();
    middleware = new ForeignServer({
      host: '127.0.0.1',
      basePath: '',
      operations: {
        'GET /v1/plans/list': ({ headers }) => {
          authorizations.add(headers.authorization);
          return { status: 200, body: { success: true, data: [] } };
        },
      },
    });
    upstreams = { ...upstreamsOf(simulator), middleware: { baseUrl: await middleware.start() } };
    mustNotBeLogged(jwt);
    map = new ConfigMap({ 'gateway.yaml': '', jwt: '' });
    partners = [demo()];
    map.swap(files());
    gateway = await GatewayProcess.start({ config: {}, env: { GATEWAY_CONFIG: map.path('gateway.yaml') } });
    anonymous = new Client(gateway.url);
  }, 40_000);

  afterAll(async () => {
    await gateway.stop();
    await simulator.close();
    await middleware.close();
  });

  it('are taken over under load without a failure: a partner, a JWT, a secret; a wrong file is not', async () => {
    const ana = await anonymous.logIn();
    const billing = await anonymous.asService();
    const load = new SteadyLoad([ana], LIST, PER_SECOND / 2);
    const services = new SteadyLoad([billing], PLANS, PER_SECOND / 2);

    partners = [demo(), twoPartners()[1] ?? {}];
    expect(await change()).toMatchObject({ by: 'file', changed: ['partners[other]'], outcome: 'success' });
    const eva = await anonymous.logIn(OF_PARTNER);
    expect(await eva.get(OF_OTHER)).toMatchObject({ status: 200 });
    const preflight = { headers: { origin: OTHER_ORIGIN, 'access-control-request-method': 'GET' } };
    expect((await anonymous.send('OPTIONS', LIST, preflight)).headers.get('access-control-allow-origin')).toBe(
      OTHER_ORIGIN,
    );

    jwt = `jwt-${randomUUID()}`;
    mustNotBeLogged(jwt);
    expect(await change()).toMatchObject({ changed: ['partners[demo].middleware.jwt'] });
    authorizations.clear();
    expect(await billing.get(PLANS)).toMatchObject({ status: 200 });
    expect([...authorizations]).toEqual([`Bearer ${jwt}`]);

    const secret = randomUUID();
    const client = { id: BILLING.id, scopes: ['*'] };
    partners = [demo({ clients: [{ ...client, secretSha256: [BILLING.secret, secret].map(sha256) }] })];
    expect(await change()).toMatchObject({
      changed: expect.arrayContaining(['partners[demo].clients[demo-billing].secretSha256', 'partners[other]']),
    });
    expect((await anonymous.requestToken(BILLING)).status).toBe(200);
    expect((await anonymous.requestToken({ id: BILLING.id, secret })).status).toBe(200);
    partners = [demo({ clients: [{ ...client, secretSha256: sha256(secret) }] })];
    await change();
    expect((await anonymous.requestToken(BILLING)).status).toBe(401);
    expect((await anonymous.requestToken({ id: BILLING.id, secret })).status).toBe(200);

    partners = [demo({ origins: ['canary-4711'] })];
    expect(await change()).toMatchObject({
      event: 'settings_refused',
      outcome: 'refused',
      wrong: ['partners[0].origins'],
    });
    const [refused] = lines('changed settings are refused: those in use stay as they are');
    expect(refused).toMatchObject({
      level: 'error',
      wrong: [{ path: 'partners[0].origins', message: expect.any(String) }],
    });
    expect(JSON.stringify(logOf(gateway))).not.toContain('canary-4711');
    expect(await metric('migo_gateway_settings_in_use')).toBe(0);

    await load.stop();
    await services.stop();
    expect(statusesOf(load)).toEqual([200]);
    expect(statusesOf(services)).toEqual([200]);
    expect(load.answers.length).toBeGreaterThan(100);
    partners = [demo()];
    await change();
    expect(await metric('migo_gateway_settings_in_use')).toBe(1);
  }, 120_000);

  it('end the sessions of a partner that is removed', async () => {
    partners = [demo(), twoPartners()[1] ?? {}];
    await change();
    const eva = await anonymous.logIn(OF_PARTNER);
    const service = await anonymous.asService(OTHER_SERVICE);
    expect(await eva.get(OF_OTHER)).toMatchObject({ status: 200 });
    expect(await service.get(OF_OTHER)).toMatchObject({ status: 200 });

    partners = [demo()];
    await change();

    expect(await eva.get(OF_OTHER)).toMatchObject({ status: 401, body: { code: 'session_invalid' } });
    expect(await service.get(OF_OTHER)).toMatchObject({ status: 401, body: { code: 'token_invalid' } });
    await eventually(() =>
      Promise.resolve(lines('the sessions of a removed partner were ended').at(-1)?.['count'] === 1),
    );
    // Back again, the session is not.
    partners = [demo(), twoPartners()[1] ?? {}];
    await change();
    expect(await eva.get(OF_OTHER)).toMatchObject({ status: 401 });
    expect(await service.get(OF_OTHER)).toMatchObject({ status: 200 });
  }, 60_000);

  it('use a replaced private key from the next call on', async () => {
    const service = await anonymous.asService();
    expect(await service.get('/v1/configs')).toMatchObject({ status: 200 });
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

    partners = [demo({ privateKey: pem })];
    expect(await change()).toMatchObject({ changed: expect.arrayContaining(['partners[demo].privateKey']) });
    // The simulator does not know it.
    expect(await service.get('/v1/configs')).toMatchObject({
      status: 502,
      body: { code: 'upstream_refused_credential' },
    });

    partners = [demo()];
    await change();
    expect(await service.get('/v1/configs')).toMatchObject({ status: 200 });
  }, 60_000);

  it('limit from the next call on', async () => {
    const service = await anonymous.asService();
    extra = { limits: { caller: { requests: 2, seconds: 60 } } };
    expect(await change()).toMatchObject({ changed: ['limits.caller'] });

    const statuses = [];
    for (let call = 0; call < 3; call += 1) statuses.push((await service.get(PLANS)).status);
    expect(statuses).toEqual([200, 200, 429]);

    extra = {};
    await change();
    expect(await service.get(PLANS)).toMatchObject({ status: 200 });
  }, 60_000);

  it('are read at once on SIGHUP, and tell what only a restart can change', async () => {
    const before = changes().length;
    extra = { logLevel: 'warn', docs: { servers: [{ url: 'https://elsewhere.example' }] } };
    map.swap(files());
    process.kill(gateway.pid, 'SIGHUP');
    await eventually(() => Promise.resolve(changes().length > before));

    expect(changes().at(-1)).toMatchObject({ by: 'signal', changed: ['logLevel'] });
    await eventually(() => Promise.resolve(lines('changed settings need a restart').length > 0));
    expect(lines('changed settings need a restart').at(-1)).toMatchObject({ needsRestart: ['docs.servers'] });
    expect(await metric('migo_gateway_settings_in_use')).toBe(0);
    const logged = lines('request').length;
    await anonymous.get('/health');
    extra = {};
    await change();
    await anonymous.get('/health');
    await eventually(() => Promise.resolve(lines('request').length === logged + 1));
  }, 60_000);

  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`${gateway.adminUrl}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
  };
});

function sha256(secret: string): string {
  mustNotBeLogged(secret);
  return hash('sha256', secret);
}

function statusesOf({ answers }: SteadyLoad): number[] {
  return [...new Set(answers.map(({ status }) => status))];
}
