/**
 * The attack: to have more than five tries at the one-time codes of one account in 15 minutes, by whatever mixture of doors, spellings,
 * partners, replicas, hang-ups and parallel calls. The mixtures are drawn; a failure names the seed of its own.
 */
import { hash, randomUUID } from 'node:crypto';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ATTACK_START_MS } from '../support/attacked-gateway.js';
import { Client, JOSE } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { ORIGIN } from '../support/foreign/origins.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { postForm } from '../support/multipart.js';
import { ask } from '../support/redis-client.js';
import { RedisServer } from '../support/redis-server.js';
import { SigningKey } from '../support/signing-key.js';
import { SimulatorControl } from '../support/simulator-control.js';

const TRIES = 5;
const REPLICAS = 3;
const STEPS = 30;
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const WRONG = '000000';
const SARA = { email: 'sara@demo.migo.test', password: 'Demo-Pass-5!' };
const HOLDER = '/v1/partners/partner-demo/cardholders/ch-000001';
const PARTNERS = ['demo', 'second', 'third'];
const SPELLINGS: ((name: string) => string)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => ` ${name} `,
  (name) => name.replace('j', 'ｊ'),
  (name) => name.replace(/@.*/, (host) => host.toUpperCase()),
];
const REFUSED = {
  kind: 'status',
  status: 403,
  body: { success: false, errors: [{ code: 'OTP_INVALID', message: 'The one-time code is wrong or expired' }] },
};

/** One try: at a replica, perhaps left before its answer. */
interface Try {
  url: string;
  partner: number;
  spelling: (name: string) => string;
  signal: AbortSignal | undefined;
}

type Door = (tried: Try) => Promise<unknown>;

describe.each(['operator', 'cardholder'] as const)('codes of one %s by every door', (kind) => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let redis: RedisServer;
  let gateways: GatewayProcess[];
  let doors: Readonly<Record<string, Door>>;

  const serviceOf = (partner: string): { id: string; secret: string } => ({
    id: `${partner}-sara`,
    secret: 'a-secret-of-sara-1',
  });
  const clientOf = (partner: string): object => ({
    id: serviceOf(partner).id,
    secretSha256: hash('sha256', serviceOf(partner).secret),
    scopes: ['*'],
    cmsUser: SARA,
  });

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    redis = await RedisServer.start();
    const many = { requests: 100_000, seconds: 900 };
    const config = {
      upstreams: upstreamsOf(simulator),
      partners: PARTNERS.map((id, index) =>
        demoPartner({
          id,
          origins: index === 0 ? [ORIGIN] : [],
          applicationKeys: [`application-key-${id}`],
          clients: [clientOf(id)],
        }),
      ),
      serviceTokens: { keys: [new SigningKey('k1').setting] },
      limits: { account: many, public: many, application: many, partnerCodes: many, refusalStepMs: 5 },
      redis: { url: redis.url, keyPrefix: `doors-${randomUUID()}`.slice(0, 32) },
    };
    gateways = await Promise.all(Array.from({ length: REPLICAS }, () => GatewayProcess.start({ config })));
    doors = kind === 'operator' ? await doorsOfOperator() : await doorsOfCardholder();
  }, 2 * ATTACK_START_MS);

  afterAll(async () => {
    await simulator.close();
    for (const gateway of gateways) await gateway.stop();
    await redis.stop();
  });

  const handle = async (path: string, credentials: object): Promise<Client> => {
    const anonymous = new Client(gateways[0]?.url ?? '');
    const { body } = await anonymous.post(path, { transport: 'token', ...credentials });
    return anonymous.withToken(String(body.data.sessionToken));
  };
  const send =
    (
      clients: readonly Client[],
      method: string,
      path: string,
      body: (tried: Try) => unknown,
      headers: object = {},
    ): Door =>
    (tried) => {
      const client = clients[tried.partner % clients.length];
      const content = body(tried);
      return client === undefined
        ? Promise.reject(new Error('no client'))
        : client.at(tried.url).open(path, {
            method,
            headers: { ...(content !== undefined && { 'content-type': 'application/json' }), ...headers },
            ...(content !== undefined && { body: JSON.stringify(content) }),
            ...(tried.signal !== undefined && { signal: tried.signal }),
          });
    };

  async function doorsOfOperator(): Promise<Record<string, Door>> {
    const sessions = await Promise.all(
      PARTNERS.map((partner) => handle('/v1/auth/operator/login', { ...SARA, partner })),
    );
    const anonymous = new Client(gateways[0]?.url ?? '');
    const services = await Promise.all(PARTNERS.map((partner) => anonymous.asService(serviceOf(partner))));
    const otp = (): object => ({ otp: WRONG });
    const permissions = (): object => ({ permissions: [{ resource: 'cards', action: 'create' }], otp: WRONG });
    const pdf = { name: 'evidence.pdf', type: 'application/pdf', content: '%PDF-1.4' };
    const form =
      (clients: readonly Client[]): Door =>
      (tried) => {
        const client = clients[tried.partner % clients.length] ?? anonymous;
        const fields = { requestedAmount: '10.00', otp: WRONG };
        return postForm(client.at(tried.url), '/v1/partners/partner-demo/process-request', {
          fields,
          files: [['evidence', pdf]],
        });
      };
    return {
      'the code of the session': send(sessions, 'PUT', '/v1/auth/otp', otp),
      'the code of the service': send(services, 'PUT', '/v1/auth/otp', otp),
      'a header': send(sessions, 'GET', HOLDER, () => undefined, { 'x-otp': WRONG }),
      'a header of the service': send(services, 'GET', HOLDER.replace(/1$/, '2'), () => undefined, { 'x-otp': WRONG }),
      'a body': send(sessions, 'POST', HOLDER, otp),
      'a body of the service': send(services, 'POST', HOLDER, otp),
      'a form': form(sessions),
      'a form of the service': form(services),
      'a member that nobody declares': send(sessions, 'POST', '/v1/permissions', permissions),
      'the same of the service': send(services, 'POST', '/v1/permissions', permissions),
    };
  }

  async function doorsOfCardholder(): Promise<Record<string, Door>> {
    const sessions = await Promise.all(
      PARTNERS.map((partner) => handle('/v1/auth/cardholder/login', { ...JOSE, partner })),
    );
    const anonymous = new Client(gateways[0]?.url ?? '');
    const pages = [new Client(anonymous.baseUrl, { origin: ORIGIN })];
    const programs = PARTNERS.map(
      (partner) => new Client(anonymous.baseUrl, { 'x-migo-application-key': `application-key-${partner}` }),
    );
    const named = ({ spelling }: Try): object => ({
      email: spelling(JOSE.username),
      otp: WRONG,
      purpose: 'pin_change',
    });
    const reset = (tried: Try): object => ({
      ...named(tried),
      password: 'New-Pass-1!',
      confirmPassword: 'New-Pass-1!',
    });
    return {
      'the code of the session': send(sessions, 'PUT', '/v1/auth/otp', () => ({ otp: WRONG })),
      'a name from the session': send(sessions, 'PUT', '/v1/users/auth/otp', named),
      'a name from a page': send(pages, 'PUT', '/v1/users/auth/otp', named),
      'a name from a program': send(programs, 'PUT', '/v1/users/auth/otp', named),
      'a reset from a page': send(pages, 'POST', '/v1/users/auth/password/reset', reset),
      'a reset from a program': send(programs, 'POST', '/v1/users/auth/password/reset', reset),
    };
  }

  /** Codes that Migo has got, in a body or in a form. */
  const sent = async (): Promise<number> =>
    (await control.calls()).filter(({ body }) => body.includes(`"otp":"${WRONG}"`) || body.includes(`\r\n\r\n${WRONG}`))
      .length;

  beforeEach(async () => {
    await control.clearFaults();
    await ask(redis, 'EVAL', "for _, key in ipairs(redis.call('KEYS', '*limit:*')) do redis.call('DEL', key) end", '0');
    await control.forgetCalls();
    await control.fault({ upstream: 'cms', path: '/app/permissions', ...REFUSED });
  });

  it('each of them leads to Migo', async () => {
    for (const [name, door] of Object.entries(doors)) {
      await ask(
        redis,
        'EVAL',
        "for _, key in ipairs(redis.call('KEYS', '*limit:*')) do redis.call('DEL', key) end",
        '0',
      );
      await control.forgetCalls();
      await door({ url: gateways[1]?.url ?? '', partner: 0, spelling: (given) => given, signal: undefined });
      expect([name, await sent()]).toEqual([name, 1]);
    }
  });

  it.each(SEEDS)('five arrive of the mixture %i', async (seed) => {
    const draw = generator(seed);
    const leaves = seed % 2 === 0;
    if (leaves) {
      await control.fault({ upstream: 'cms', path: '/app/', kind: 'late', delayMs: 120 });
      await control.fault({ upstream: 'wallet', path: '/users/auth', kind: 'late', delayMs: 120 });
    }
    const names = Object.keys(doors);

    for (let step = 0; step < STEPS;) {
      const atOnce = 1 + draw(6);
      const tries = Array.from({ length: atOnce }, () => {
        const door = doors[names[draw(names.length)] ?? ''] ?? (() => Promise.reject(new Error('no door')));
        return door({
          url: gateways[draw(REPLICAS)]?.url ?? '',
          partner: draw(PARTNERS.length),
          spelling: SPELLINGS[draw(SPELLINGS.length)] ?? ((name) => name),
          signal: leaves && draw(2) === 0 ? AbortSignal.timeout(20 + draw(80)) : undefined,
        });
      });
      await Promise.allSettled(tries);
      step += atOnce;
    }
    await new Promise((wake) => setTimeout(wake, leaves ? 300 : 50));

    // Many at once that are not all admitted may be fewer than could have been, never more.
    expect(await sent()).toBeLessThanOrEqual(TRIES);
    expect(await sent()).toBeGreaterThan(0);
  });
});

/** Whole numbers below a bound, the same for the same seed (Numerical Recipes' linear congruential generator). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
