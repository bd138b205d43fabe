import { randomUUID } from 'node:crypto';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { BILLING, Client, JOSE, LUIS, READER, type Reply } from '../support/client.js';
import { ORIGIN } from '../support/foreign/origins.js';
import { auditOf } from '../support/gateway-log.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { postForm } from '../support/multipart.js';
import { RedisServer } from '../support/redis-server.js';
import { SimulatorControl } from '../support/simulator-control.js';

const OPERATOR = '/v1/auth/operator/login';
const CARDHOLDER = '/v1/auth/cardholder/login';
const USER_OTP = '/v1/users/auth/otp';
const RESET = '/v1/users/auth/password/reset';
const TRIES = 4;
const STEP_MS = 1000;
const CARDHOLDER_DETAIL = '/v1/partners/partner-demo/cardholders/ch-000001';
const EVA = { email: 'eva@other.migo.test', password: 'Demo-Pass-3!' };
const PEDRO = { email: 'pedro@demo.migo.test', password: 'Demo-Pass-4!' };
const OTP_REFUSED = {
  status: 403,
  body: { success: false, errors: [{ code: 'OTP_INVALID', message: 'The one-time code is wrong or expired' }] },
};

/** All that a client can tell answers apart by, but for the id of the request. */
function faceOf({ status, headers, body, text }: Reply): object {
  const bytes = text.replaceAll(String(body.requestId), '<id>');
  const shown = Object.fromEntries([...headers].filter(([name]) => !['date', 'x-request-id'].includes(name)));
  return { status, bytes, headers: shown };
}

describe('the limits of logins', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let redis: RedisServer;
  let gateways: GatewayProcess[];
  let client: Client;
  let other: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    redis = await RedisServer.start();
    const limits = {
      login: { requests: TRIES, seconds: 900 },
      loginAddress: { requests: 30, seconds: 900 },
      otp: { requests: TRIES, seconds: 900 },
      refusalStepMs: STEP_MS,
    };
    const server = { trustedProxies: ['127.0.0.1'] };
    const config = {
      upstreams: upstreamsOf(simulator),
      redis: { url: redis.url, keyPrefix: 'logins' },
      limits,
      server,
    };
    gateways = await Promise.all([GatewayProcess.start({ config }), GatewayProcess.start({ config })]);
    [client, other] = gateways.map(({ url }) => new Client(url, { 'x-forwarded-for': '198.51.100.1' })) as [
      Client,
      Client,
    ];
  });

  afterAll(async () => {
    redis.resume();
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await redis.stop();
    await simulator.close();
  });

  beforeEach(() => control.forgetCalls());
  afterEach(() => control.clearFaults());

  const wrong = (email = `${randomUUID()}@demo.migo.test`): object => ({ email, password: 'wrong-password-canary' });
  const locksOf = (gateway: number): readonly unknown[] =>
    gateways.flatMap((one, index) => (index === gateway ? auditOf(one) : [])).filter(({ event }) => event === 'lock');

  it('never count a right one, however many there are at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 6 * TRIES }, (_, index) => (index % 2 === 0 ? client : other).post(OPERATOR, LUIS)),
    );

    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('lock an account after wrong ones, over replicas, without a call to Migo, and say so once', async () => {
    const { email } = EVA;
    const tries: Reply[] = [];
    for (let index = 0; index < TRIES; index += 1) {
      tries.push(await (index % 2 === 0 ? client : other).post(OPERATOR, wrong(email)));
    }
    await control.forgetCalls();

    const locked = await client.post(OPERATOR, { ...EVA, email: email.toUpperCase() });
    await other.post(OPERATOR, EVA);

    expect(tries.map(({ status }) => status)).toEqual(Array.from({ length: TRIES }, () => 401));
    expect(locked).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(locked.headers.get('ratelimit-policy')).toBe(`"login";q=${TRIES};w=900`);
    expect(locked.headers.get('ratelimit')).toMatch(/^"login";r=0;t=[89]\d\d$/);
    expect(await control.calls()).toEqual([]);
    await new Promise((wake) => setTimeout(wake, 300));
    expect([...locksOf(0), ...locksOf(1)]).toMatchObject([{ limit: 'login', kind: 'operator', partner: 'demo' }]);
  });

  it('begin anew for an account with a right one, and lock nobody else', async () => {
    for (let round = 0; round < 2; round += 1) {
      for (let index = 1; index < TRIES; index += 1) await client.post(CARDHOLDER, { ...JOSE, password: 'wrong-1234' });
      expect((await other.post(CARDHOLDER, JOSE)).status).toBe(200);
    }
  });

  it('lock a service client for the address that guesses, and for no other', async () => {
    const secret = 'wrong-secret-canary';
    const tries: Reply[] = [];
    for (let index = 0; index <= TRIES; index += 1) tries.push(await client.requestToken({ ...BILLING, secret }));

    expect(tries.map(({ status }) => status)).toEqual([...Array.from({ length: TRIES }, () => 401), 429]);
    expect((await other.requestToken(BILLING)).status).toBe(429);
    const elsewhere = new Client(other.baseUrl, { 'x-forwarded-for': '198.51.100.77' });
    expect((await elsewhere.requestToken(BILLING)).status).toBe(200);
  });

  describe('in front of what Migo says of an account', () => {
    const REFUSALS: [what: string, fault: object][] = [
      ['a wrong password', {}],
      ['an unknown account', { status: 404, body: { success: false, errors: [{ code: '7100', message: 'no user' }] } }],
      ['a malformed name', { status: 400, body: { success: false, errors: [{ code: '7000', message: 'bad' }] } }],
      ['a locked account', { status: 423, body: { success: false, message: 'locked', errors: [{ code: 'LOCKED' }] } }],
      ['an account that is no operator’s', { status: 403, body: { success: false, errors: [{ code: 'FORBIDDEN' }] } }],
      ['a code without a status', { status: 500, body: { success: false, errors: [{ code: '7100' }] } }],
    ];

    it.each([
      ['operator', OPERATOR, 'email', { upstream: 'cms', path: '/app/users/login' }],
      ['cardholder', CARDHOLDER, 'username', { upstream: 'wallet', path: '/users/auth/login' }],
    ] as const)('answer the same byte for byte at a whole step: %s', async (_kind, path, field, upstream) => {
      const faces: object[] = [];
      for (const [, fault] of REFUSALS) {
        if ('status' in fault) await control.fault({ ...upstream, kind: 'status', times: 1, ...fault });
        const body = { [field]: `${randomUUID()}@demo.migo.test`, password: 'wrong-password-canary' };
        const startedAt = performance.now();
        faces.push(faceOf(await client.post(path, body)));
        expect(performance.now() - startedAt).toBeGreaterThan(STEP_MS - 5);
      }

      expect(new Set(faces.map((face) => JSON.stringify(face))).size).toBe(1);
      expect(faces[0]).toMatchObject({ status: 401 });
      expect(JSON.stringify(faces[0])).toContain('login_failed');
    });

    it('answer a request for a code the same, whoever asks', async () => {
      const ask = (from: Client, email: string): Promise<Reply> =>
        from.post(USER_OTP, { email, purpose: 'pin_change' }, { headers: { origin: ORIGIN } });

      const [known, unknown] = [await ask(client, JOSE.username), await ask(client, 'nobody@wallet.migo.test')];
      await control.fault({ upstream: 'wallet', path: '/users/auth/otp', kind: 'status', status: 403, times: 1 });
      const blocked = await ask(client, 'blocked@wallet.migo.test');

      expect(known.text).toBe('{"success":true,"message":"If the account exists, a code was sent"}');
      expect(withoutLimits(unknown)).toEqual(withoutLimits(known));
      expect(withoutLimits(blocked)).toEqual(withoutLimits(known));
      await control.fault({ upstream: 'wallet', path: '/users/auth/otp', kind: 'status', status: 503, times: 1 });
      expect((await ask(client, JOSE.username)).status).toBe(502);
    });

    it.each([
      ['PUT', USER_OTP, { otp: '000000', purpose: 'pin_change' }],
      ['POST', RESET, { otp: '000000', password: 'New-Pass-1!' }],
    ])('answer a wrong code the same for any account: %s %s', async (method, path, body) => {
      const sent = (email: string): Promise<Reply> =>
        client.send(method, path, { body: { email, ...body }, headers: { origin: ORIGIN } });

      const [known, unknown] = [await sent(JOSE.username), await sent('nobody@wallet.migo.test')];

      expect(known).toMatchObject({ status: 400, body: { code: 'otp_refused' } });
      expect(withoutLimits(unknown)).toEqual(withoutLimits(known));
    });
  });

  describe('of codes that come with a call', () => {
    const detail = (from: Client, otp: string): Promise<Reply> =>
      from.get(CARDHOLDER_DETAIL, { headers: { 'x-otp': otp } });
    const refuse = (times: number): Promise<void> =>
      control.fault({ upstream: 'cms', path: '/app/partners', kind: 'status', times, ...OTP_REFUSED });

    it('lock both doors, with no call to Migo, after as many wrong ones', async () => {
      const ana = await client.logIn();
      await refuse(TRIES);
      const tries: Reply[] = [];
      for (let index = 0; index < TRIES; index += 1) {
        tries.push(
          index % 2 === 0
            ? await detail(ana.at(other.baseUrl), '000000')
            : await ana.post(CARDHOLDER_DETAIL, { otp: '000000' }),
        );
      }
      await control.forgetCalls();

      const locked = [
        await detail(ana, '123456'),
        await ana.post(CARDHOLDER_DETAIL, { otp: '123456' }),
        await ana.send('PUT', '/v1/auth/otp', { body: { otp: '123456' } }),
      ];

      for (const reply of tries) expect(reply).toMatchObject({ status: 400, body: { code: 'otp_refused' } });
      for (const reply of locked) expect(reply).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
      expect(await control.calls()).toEqual([]);
      expect((await ana.get(CARDHOLDER_DETAIL)).status).toBe(200);
      await new Promise((wake) => setTimeout(wake, 300));
      expect([...locksOf(0), ...locksOf(1)].filter((line) => JSON.stringify(line).includes('"otp"'))).toHaveLength(1);
    });

    it('lock a form too, whose code stands in a field', async () => {
      const pdf = { name: 'evidence.pdf', type: 'application/pdf', content: '%PDF-1.4' };
      const ask = (from: Client, otp: object): Promise<Reply> =>
        postForm(from, '/v1/partners/partner-demo/process-request', {
          fields: { requestedAmount: '10.00', ...otp },
          files: [['evidence', pdf]],
        });
      const pedro = await client.logIn(PEDRO);
      await refuse(2 * TRIES);
      const none = [await ask(pedro, {}), await ask(pedro, {})];
      const wrongOnes: Reply[] = [];
      for (let index = 0; index < TRIES; index += 1) wrongOnes.push(await ask(pedro, { otp: '000000' }));
      await control.forgetCalls();
      await control.clearFaults();

      const locked = await ask(pedro, { otp: '123456' });

      for (const reply of none) expect(reply.body.code).not.toBe('otp_refused');
      for (const reply of wrongOnes) expect(reply).toMatchObject({ status: 400, body: { code: 'otp_refused' } });
      expect(locked).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
      expect(await control.calls()).toEqual([]);
    });

    it('begin anew with a right one', async () => {
      const luis = await client.logIn(LUIS);
      for (let round = 0; round < 2; round += 1) {
        await refuse(TRIES - 1);
        for (let index = 1; index < TRIES; index += 1) expect((await detail(luis, '000000')).status).toBe(400);
        expect((await detail(luis, '123456')).status).toBe(200);
      }
    });

    it('lock a service as they lock its CMS user, whatever the resource', async () => {
      const reader = await client.asService(READER);
      await refuse(100);
      const statusesAt = async (cardholder: string): Promise<number[]> => {
        const statuses: number[] = [];
        for (let index = 0; index <= TRIES; index += 1) {
          const path = `/v1/partners/partner-demo/cardholders/${cardholder}`;
          statuses.push((await reader.get(path, { headers: { 'x-otp': '000000' } })).status);
        }
        return statuses;
      };

      expect(await statusesAt('ch-000001')).toEqual([400, 400, 400, 400, 429]);
      expect(await statusesAt('ch-000002')).toEqual([429, 429, 429, 429, 429]);
    });

    it('do not begin anew with a call for which Migo looks at no code', async () => {
      const sara = await client.logIn({ email: 'sara@demo.migo.test', password: 'Demo-Pass-5!' });
      const verify = (): Promise<Reply> => sara.send('PUT', '/v1/auth/otp', { body: { otp: '000000' } });
      await sara.post('/v1/auth/otp', {});
      for (let index = 1; index < TRIES; index += 1) expect((await verify()).status).toBe(400);

      await control.fault({
        upstream: 'cms',
        path: '/app/partners',
        kind: 'status',
        times: 1,
        status: 200,
        body: { success: true, data: {} },
      });
      expect((await detail(sara, '123456')).status).toBe(200);

      expect((await verify()).status).toBe(400);
      expect((await verify()).status).toBe(429);
    });
  });

  it('let nobody try while Redis is away', async () => {
    redis.pause();

    const replies = await Promise.all([
      client.post(OPERATOR, LUIS),
      client.post(CARDHOLDER, JOSE),
      client.requestToken({ id: 'demo-reader', secret: 'demo-reader-secret-2' }),
    ]);
    redis.resume();

    for (const reply of replies) {
      expect(reply).toMatchObject({ status: 503, body: { code: 'session_store_unavailable' } });
      expect(reply.headers.get('retry-after')).toBe('1');
    }
    expect(await control.calls()).toEqual([]);
  });
});

/** What is left of an address changes with every call, whatever the account. */
function withoutLimits(reply: Reply): object {
  const { headers, ...face } = faceOf(reply) as { headers: Record<string, string> };
  const shown = Object.entries(headers).filter(([name]) => name !== 'ratelimit');
  return { ...face, headers: Object.fromEntries(shown) };
}
