import { hash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, BILLING, Client, READER, type Reply } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { FrontedUpstream } from '../support/fronted-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { SigningKey } from '../support/signing-key.js';
import { SimulatorControl } from '../support/simulator-control.js';

const PARALLEL = 50;
const LIST = '/v1/partners/partner-demo/cardholders?page=1&limit=1';
const LOGIN = { upstream: 'cms', method: 'POST', path: '/app/users/login' } as const;
const REFRESH = { ...LOGIN, path: '/app/users/refresh' } as const;
const STATEMENT = { month: 10, year: 2026 };

const times = (count: number, run: (index: number) => Promise<Reply>): Promise<Reply[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)));

const statusesOf = (replies: readonly Reply[]): number[] => [...new Set(replies.map(({ status }) => status))];

describe('a service', () => {
  const serviceTokens = { keys: [new SigningKey('k1').setting] };
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateways: GatewayProcess[] = [];

  const start = async (config: object = {}, keyPrefix?: string): Promise<Client> => {
    const gateway = await GatewayProcess.start({
      config: { upstreams: upstreamsOf(simulator), serviceTokens, ...config },
      ...(keyPrefix !== undefined && { keyPrefix }),
    });
    gateways.push(gateway);
    return new Client(gateway.url);
  };

  const partnerWith = (cmsUser: object | undefined): object => {
    const client = { id: BILLING.id, secretSha256: hash('sha256', BILLING.secret), scopes: ['*'] };
    return { partners: [demoPartner({ clients: [{ ...client, ...(cmsUser !== undefined && { cmsUser }) }] })] };
  };

  /** At a gateway that is as it was set up, for tests that do not mind what it has done before. */
  let anonymous: Client;
  let shared: GatewayProcess;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    shared = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator), serviceTokens } });
    anonymous = new Client(shared.url);
  });

  afterEach(async () => {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    gateways = [];
    await control.reset();
  });

  afterAll(async () => {
    await shared.stop();
    await simulator.close();
  });

  it('reaches all four APIs with the scope of each row, and no further', async () => {
    const [billing, reader] = await Promise.all([anonymous.asService(), anonymous.asService(READER)]);

    expect((await billing.get(LIST)).status).toBe(200);
    expect((await billing.post('/v1/cards/1001/statements', STATEMENT)).status).toBe(201);
    expect((await billing.get('/v1/subscriptions?userId=1&clientId=migoDeveloper')).status).toBe(200);
    expect((await billing.get('/v1/transactions/search')).status).toBe(200);
    expect((await reader.get(LIST)).status).toBe(200);
    expect((await reader.post('/v1/cards/1001/statements', STATEMENT)).status).toBe(201);
    await control.forgetCalls();
    const refused = [
      await reader.post('/v1/partners/partner-demo/cardholders', {}),
      await reader.get('/v1/subscriptions?userId=1&clientId=migoDeveloper'),
      await reader.get('/v1/transactions/search'),
    ];
    expect(new Set(refused.map(({ status, body }) => `${status} ${body.code}`))).toEqual(
      new Set(['403 scope_missing']),
    );
    expect(refused[0]?.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_scope", scope="cardholders:write"',
    );
    expect(await control.calls()).toEqual([]);
  });

  it('asks for less than it has, and gets no more', async () => {
    const { body } = await anonymous.requestToken(BILLING, { scope: 'subscriptions:write' });
    const service = anonymous.withToken(String(body.access_token));

    expect((await service.get('/v1/subscriptions?userId=1&clientId=migoDeveloper')).status).toBe(200);
    expect((await service.get(LIST)).body.code).toBe('scope_missing');
  });

  it('touches the CMS partners of its own partner only', async () => {
    const billing = await anonymous.asService();

    const refused = await billing.get('/v1/partners/partner-other/cardholders');

    expect(refused).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(await control.calls()).toEqual([]);
  });

  it('needs no CSRF header, and has no session', async () => {
    const billing = await anonymous.asService();

    const statement = await billing.post('/v1/cards/1001/statements', STATEMENT, {
      headers: { origin: 'https://elsewhere.example' },
    });

    expect(statement.status).toBe(201);
    expect((await billing.delete('/v1/auth/session')).body.code).toBe('caller_not_allowed');
  });

  it('is one caller with one token, also with a cookie of somebody else beside it', async () => {
    const billing = await anonymous.asService();

    const reply = await billing.get('/v1/auth/session', {
      headers: { cookie: `__Host-migo_session=${'A'.repeat(43)}` },
    });

    expect(reply.body.data).toMatchObject({ caller: 'service', client: 'demo-billing' });
  });

  describe('at the CMS', () => {
    it('logs its user in once for 50 parallel first calls over two replicas', async () => {
      const prefix = `service-${process.pid}`;
      const first = await (await start({}, prefix)).asService();
      const second = first.at((await start({}, prefix)).baseUrl);

      const replies = await times(PARALLEL, (index) => (index % 2 === 0 ? first : second).get(LIST));

      expect(statusesOf(replies)).toEqual([200]);
      expect(await control.calls(LOGIN)).toHaveLength(1);
      expect(await control.calls({ upstream: 'cms', path: '/app/auth/login' })).toHaveLength(1);
    });

    it('acts as its own user, not as that of another client', async () => {
      const fresh = await start();
      const [billing, reader] = await Promise.all([fresh.asService(), fresh.asService(READER)]);

      await billing.get(LIST);
      await reader.get(LIST);

      const [first, second] = await control.calls({ upstream: 'cms', path: '/app/partners' });
      expect(first?.headers['x-user-token']).not.toBe(second?.headers['x-user-token']);
      const logins = await control.calls(LOGIN);
      expect(logins.map(({ body }) => String(JSON.parse(body).email)).sort()).toEqual([
        ANA.email,
        'luis@demo.migo.test',
      ]);
    });

    it('refreshes its token once when parallel calls find it expired', async () => {
      const billing = await anonymous.asService();
      await billing.get(LIST);
      await control.expireTokens({ upstream: 'cms', kind: 'user' });
      await control.forgetCalls();

      const replies = await times(PARALLEL, () => billing.get(LIST));

      expect(statusesOf(replies)).toEqual([200]);
      expect(await control.calls(REFRESH)).toHaveLength(1);
      expect(await control.calls(LOGIN)).toEqual([]);
    });

    it('logs in again when the refresh is refused', async () => {
      const billing = await anonymous.asService();
      await billing.get(LIST);
      await control.expireTokens({ upstream: 'cms', kind: 'user' });
      await control.fault({ upstream: 'cms', path: '/app/users/refresh', kind: 'status', status: 401, times: 1 });
      await control.forgetCalls();

      const replies = await times(PARALLEL, () => billing.get(LIST));

      expect(statusesOf(replies)).toEqual([200]);
      expect(await control.calls(REFRESH)).toHaveLength(1);
      expect(await control.calls(LOGIN)).toHaveLength(1);
    });

    it('does not try a wrong password again and again', async () => {
      mustNotBeLogged('Wrong-Pass-Canary');
      const misconfigured = await start(partnerWith({ email: ANA.email, password: 'Wrong-Pass-Canary' }));
      const billing = await misconfigured.asService();

      const replies = [...(await times(PARALLEL, () => billing.get(LIST))), await billing.get(LIST)];

      expect(statusesOf(replies)).toEqual([502]);
      expect(replies.at(-1)?.body).toMatchObject({ code: 'upstream_refused_credential', upstream: 'cms' });
      expect(await control.calls(LOGIN)).toHaveLength(1);
    });

    it('goes on as another user when the settings name another one', async () => {
      const prefix = `service-user-${process.pid}`;
      const before = await (await start(partnerWith(ANA), prefix)).asService();
      expect((await before.get('/v1/partners/partner-second/cardholders')).status).toBe(200);

      const luis = { email: 'luis@demo.migo.test', password: 'Demo-Pass-2!' };
      const after = await (await start(partnerWith(luis), prefix)).asService();

      expect((await after.get('/v1/partners/partner-second/cardholders')).status).toBe(403);
    });

    describe('with a one-time code', () => {
      let cms: FrontedUpstream;
      let received: { method: string; userToken: string | undefined; body: unknown }[];
      const elevated = `elevated-${'e'.repeat(30)}`;

      beforeEach(async () => {
        received = [];
        mustNotBeLogged(elevated);
        cms = await FrontedUpstream.start(simulator.urls.cms, /\/auth\/otp$|\/cardholders\?/);
        cms.answers((request, response) => {
          void text(request).then((body) => {
            const userToken = request.headers['x-user-token']?.toString();
            received.push({
              method: request.method ?? '',
              userToken,
              body: body === '' ? undefined : JSON.parse(body),
            });
            const isVerified = request.method === 'PUT' && !body.includes('"000000"');
            response.writeHead(request.method === 'PUT' && !isVerified ? 400 : 200, {
              'content-type': 'application/json',
            });
            response.end(JSON.stringify({ success: true, data: isVerified ? { accessToken: elevated } : [] }));
          });
        });
      });

      afterEach(() => cms.close());

      const startFronted = (config: object = {}): Promise<Client> =>
        start({ upstreams: upstreamsOf({ urls: { ...simulator.urls, cms: cms.url } }), ...config });

      it('asks for that of its own user and verifies it, which elevates its token and nobody else’s', async () => {
        const gateway = await startFronted();
        const [billing, reader] = await Promise.all([gateway.asService(), gateway.asService(READER)]);

        expect(await billing.post('/v1/auth/otp', {})).toMatchObject({ status: 200, text: '{"success":true}' });
        const verified = await billing.send('PUT', '/v1/auth/otp', { body: { otp: '123456' } });
        await billing.get(LIST);
        await reader.get(LIST);

        expect(verified).toMatchObject({ status: 200, text: '{"success":true}' });
        const [asked, proven, ofBilling, ofReader] = received;
        expect([asked?.body, proven?.body]).toEqual([
          { email: ANA.email, purpose: 'login' },
          { email: ANA.email, purpose: 'login', otp: '123456' },
        ]);
        expect(ofBilling?.userToken).toBe(`Bearer ${elevated}`);
        expect(ofReader?.userToken).toMatch(/^Bearer (?!elevated)/);
      });

      it('is locked after five wrong ones, and told of each', async () => {
        const billing = await (await startFronted()).asService();
        const guess = (): Promise<Reply> => billing.send('PUT', '/v1/auth/otp', { body: { otp: '000000' } });
        const guesses = await times(5, guess);

        for (const wrong of guesses) expect(wrong).toMatchObject({ status: 400, body: { code: 'otp_refused' } });
        expect(await guess()).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
        expect(received).toHaveLength(5);
      });

      it('has none where the settings give it no user', async () => {
        const billing = await (await startFronted(partnerWith(undefined))).asService();

        for (const method of ['POST', 'PUT']) {
          const refused = await billing.send(method, '/v1/auth/otp', { body: { otp: '123456' } });
          expect(refused).toMatchObject({ status: 503, body: { code: 'upstream_not_configured', upstream: 'cms' } });
        }
        expect(received).toEqual([]);
      });
    });

    it('is told that it has no user there, where the settings give it none', async () => {
      const billing = await (await start(partnerWith(undefined))).asService();

      const refused = await billing.get(LIST);

      expect(refused).toMatchObject({ status: 503, body: { code: 'upstream_not_configured', upstream: 'cms' } });
      expect((await billing.post('/v1/cards/1001/statements', STATEMENT)).status).toBe(201);
      expect(await control.calls({ upstream: 'cms' })).toEqual([]);
    });
  });
});
