import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { eventually, pause } from '../storage/eventually.js';
import { ANA, Client, JOSE, LUIS } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { auditOf } from '../support/gateway-log.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { SimulatorControl } from '../support/simulator-control.js';

const LIST = '/v1/partners/partner-demo/cardholders?limit=1';
const SESSIONS = '/v1/auth/sessions';
const OPS = '/ops/sessions';
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

interface Entry {
  id: string;
  current: boolean;
  createdAt: string;
  lastUsedAt: string;
}

describe('sessions', () => {
  const keyPrefix = `test-${randomUUID()}`.slice(0, 32);
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateway: GatewayProcess;
  let other: GatewayProcess;
  let admin: Client;
  let anonymous: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    const config = {
      upstreams: upstreamsOf(simulator),
      sessions: { idleSeconds: 600, absoluteSeconds: 3600, cardholder: { idleSeconds: 60, absoluteSeconds: 120 } },
      partners: [demoPartner({}), demoPartner({ id: 'second', origins: [] })],
    };
    gateway = await GatewayProcess.start({ config, keyPrefix });
    other = await GatewayProcess.start({ config, keyPrefix });
    admin = new Client(gateway.adminUrl);
    anonymous = new Client(gateway.url);
  });

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
    await other.stop();
  });

  beforeEach(() => admin.delete(`${OPS}?all=true`));

  const logIn = async (credentials: object = ANA, partner = 'demo', door = 'operator'): Promise<Client> => {
    const login = { ...credentials, partner, transport: 'token' };
    const { body } = await anonymous.post(`/v1/auth/${door}/login`, login);
    mustNotBeLogged(body.data.sessionToken);
    return anonymous.withToken(body.data.sessionToken);
  };
  const entriesOf = async (client: Client): Promise<Entry[]> => {
    const entries: Entry[] = (await client.get(SESSIONS)).body.data.sessions;
    return entries;
  };
  const statusOf = async (client: Client, path = LIST): Promise<number> => (await client.get(path)).status;

  /** Handles work at each replica for as long as its copy does; the test may wait for a second, not for the copy. */
  const refusedWithinASecond = async (client: Client): Promise<boolean> => {
    const until = Date.now() + 1000;
    for (;;) {
      const statuses = await Promise.all([gateway, other].map(({ url }) => statusOf(client.at(url))));
      if (statuses.every((status) => status === 401)) return true;
      if (Date.now() > until) return false;
    }
  };

  describe('of one’s own', () => {
    it('are kept alive by calls, also by those that list them', async () => {
      const ana = await logIn();
      for (let turn = 0; turn < 11; turn += 1) {
        await entriesOf(ana);
        await pause(1000);
      }
      const [own] = await entriesOf(ana);
      expect(Date.parse(own?.lastUsedAt ?? '') - Date.parse(own?.createdAt ?? '')).toBeGreaterThan(3000);
    });

    it('are listed with their times, at every replica, without handle or hash', async () => {
      const [ana, again] = [await logIn(), await logIn()];
      await anonymous.logInAsBrowser('http://localhost:8080');
      const { status, body, text } = await ana.at(other.url).get(SESSIONS);

      expect(status).toBe(200);
      expect(body.data.sessions.map(({ transport }: { transport: string }) => transport).sort()).toEqual([
        'cookie',
        'token',
        'token',
      ]);
      expect(body.data.sessions.filter(({ current }: Entry) => current)).toHaveLength(1);
      for (const entry of body.data.sessions) {
        expect(Object.keys(entry).sort()).toEqual(['createdAt', 'current', 'endsAt', 'id', 'lastUsedAt', 'transport']);
        expect([entry.createdAt, entry.lastUsedAt, entry.endsAt].join(' ')).toMatch(/^(\S+Z ?){3}$/);
        expect(entry.lastUsedAt).toMatch(ISO);
        expect(Date.parse(entry.endsAt) - Date.parse(entry.createdAt)).toBe(3_600_000);
        expect(entry.lastUsedAt >= entry.createdAt).toBe(true);
      }
      expect(text).not.toMatch(/[0-9a-f]{64}|[\w-]{43}"/);
      expect((await entriesOf(again)).map(({ id }) => id).sort()).toEqual(
        body.data.sessions.map(({ id }: Entry) => id).sort(),
      );
    });

    it('are those of the same partner, kind and user only', async () => {
      await Promise.all([logIn(LUIS), logIn(ANA, 'second'), logIn(JOSE, 'demo', 'cardholder')]);
      const ana = await logIn();

      expect(await entriesOf(ana)).toMatchObject([{ current: true }]);
      for (const body of (await admin.get(OPS)).body.sessions) {
        if (body.user.email === ANA.email && body.partner === 'demo') continue;
        expect(await ana.delete(`${SESSIONS}/${body.id}`)).toMatchObject({
          status: 404,
          body: { code: 'session_not_found' },
        });
      }
      expect((await admin.get(OPS)).body.count).toBe(4);
    });

    it('end one by one, on every replica within a second, with their upstream tokens', async () => {
      const [ana, lost] = [await logIn(), await logIn()];
      expect(await Promise.all([gateway, other].map(({ url }) => statusOf(lost.at(url))))).toEqual([200, 200]);
      const id = (await entriesOf(lost)).find(({ current }) => current)?.id ?? '';

      expect(await ana.delete(`${SESSIONS}/${id}`)).toMatchObject({ status: 200, body: { success: true } });

      expect(await refusedWithinASecond(lost)).toBe(true);
      expect(await statusOf(ana)).toBe(200);
      expect(await entriesOf(ana)).toHaveLength(1);
      expect((await ana.delete(`${SESSIONS}/${id}`)).status).toBe(404);
      const redis = new Redis(process.env['REDIS_TEST_URL'] ?? '');
      expect(await redis.keys(`${keyPrefix}:*${id}*`)).toEqual([]);
      redis.disconnect();
    });

    it.each(['absent', '..%2fsession', '__proto__', 'a'.repeat(200)])('know no %s', async (id) => {
      const ana = await logIn();
      expect(await ana.delete(`${SESSIONS}/${id}`)).toMatchObject({ status: 404 });
      expect(await statusOf(ana)).toBe(200);
    });

    it('stay listed once after the handle was changed, and end with the new one', async () => {
      const [ana, watching] = [await logIn(), await logIn()];
      const id = (await entriesOf(ana)).find(({ current }) => current)?.id ?? '';
      await ana.post('/v1/auth/otp', {});
      const verified = await ana.send('PUT', '/v1/auth/otp', { body: { otp: await control.otp(ANA.email) } });
      const elevated = anonymous.withToken(verified.body.data.sessionToken);
      mustNotBeLogged(verified.body.data.sessionToken);

      const entries = await entriesOf(watching);
      expect(entries.filter((entry) => entry.id === id)).toHaveLength(1);
      expect(entries).toHaveLength(2);

      expect((await watching.delete(`${SESSIONS}/${id}`)).status).toBe(200);
      expect(await refusedWithinASecond(elevated)).toBe(true);
      expect(await refusedWithinASecond(ana)).toBe(true);
      expect(await entriesOf(watching)).toHaveLength(1);
    });

    it('are not for services, nor for nobody', async () => {
      const service = await anonymous.asService();
      expect((await service.get(SESSIONS)).status).toBe(403);
      expect((await anonymous.get(SESSIONS)).status).toBe(401);
    });

    it('clear the cookie of the one that ends itself', async () => {
      const browser = await anonymous.logInAsBrowser('http://localhost:8080');
      const id = (await entriesOf(browser)).find(({ current }) => current)?.id ?? '';
      const ended = await browser.delete(`${SESSIONS}/${id}`);

      expect(ended.status).toBe(200);
      expect(ended.headers.getSetCookie()[0]).toMatch(/^__Host-migo_session=; Max-Age=0/);
      expect(await statusOf(browser)).toBe(401);
    });
  });

  it('last as long as the settings say for their kind', async () => {
    const [ana, jose] = [await logIn(), await logIn(JOSE, 'demo', 'cardholder')];
    const [operator, cardholder] = await Promise.all([ana, jose].map((client) => client.get('/v1/auth/session')));
    const redis = new Redis(process.env['REDIS_TEST_URL'] ?? '');
    const keys = await redis.keys(`${keyPrefix}:session:*`);
    const ttls = (await Promise.all(keys.map((key) => redis.pttl(key)))).sort((a, b) => a - b);
    redis.disconnect();

    expect(operator?.body.data.secondsLeft.idle).toBe(600);
    expect(operator?.body.data.secondsLeft.absolute).toBeGreaterThan(3500);
    expect(cardholder?.body.data.secondsLeft.idle).toBe(60);
    expect(cardholder?.body.data.secondsLeft.absolute).toBeLessThanOrEqual(120);
    expect(ttls).toHaveLength(2);
    expect(ttls[0]).toBeLessThanOrEqual(60_000);
    expect(ttls[1]).toBeGreaterThan(500_000);
  });

  describe('on the admin port', () => {
    it('are listed by user and by partner, with no handle and no token', async () => {
      await Promise.all([logIn(), logIn(LUIS), logIn(ANA, 'second'), logIn(JOSE, 'demo', 'cardholder')]);
      const counted = async (query: string): Promise<number> => Number((await admin.get(OPS + query)).body.count);
      const all = await admin.get(OPS);

      expect(all.body.count).toBe(4);
      expect(all.body.sessions[0]).toEqual({
        id: expect.any(String),
        partner: expect.any(String),
        caller: expect.stringMatching(/operator|cardholder/),
        user: expect.any(Object),
        transport: 'token',
        createdAt: expect.stringMatching(ISO),
        lastUsedAt: expect.stringMatching(ISO),
        endsAt: expect.stringMatching(ISO),
      });
      expect(all.text).not.toMatch(/[0-9a-f]{64}|[\w-]{43}"|oken":/);
      expect(await counted('?partner=second')).toBe(1);
      expect(await counted('?partner=demo')).toBe(3);
      expect(await counted(`?user=${ANA.email.toUpperCase()}`)).toBe(2);
      expect(await counted(`?user=${ANA.email}&partner=second`)).toBe(1);
      expect(await counted(`?user=${JOSE.username}`)).toBe(1);
      expect(await counted('?user=nobody')).toBe(0);
    });

    it.each([
      ['?user=501', 2, [401, 401, 200]],
      [`?user=${ANA.email}&partner=second`, 1, [200, 401, 200]],
      ['?partner=demo', 2, [401, 200, 401]],
      ['?all=true', 3, [401, 401, 401]],
    ])('are ended by %s, and no others', async (query, ended, statuses) => {
      const clients = await Promise.all([logIn(), logIn(ANA, 'second'), logIn(LUIS)]);
      const atOther = clients.map((client) => client.at(other.url));
      await Promise.all(atOther.map((client) => statusOf(client, '/v1/auth/session')));

      expect(await admin.delete(OPS + query)).toMatchObject({ status: 200, body: { ended } });

      const gone = atOther.filter((_client, index) => statuses[index] === 401);
      for (const client of gone) expect(await refusedWithinASecond(client)).toBe(true);
      const now = await Promise.all(atOther.map((client) => statusOf(client, '/v1/auth/session')));
      expect(now).toEqual(statuses);
      expect((await admin.get(OPS)).body.count).toBe(3 - ended);
    });

    it.each([
      ['', 400],
      ['?all=false', 400],
      ['?user=', 400],
      ['?usr=ana', 400],
      ['?partner=demo&partner=second', 400],
      ['?partner=nobody', 404],
    ])('are not ended by %p', async (query, status) => {
      const ana = await logIn();
      expect((await admin.delete(OPS + query)).status).toBe(status);
      expect(await statusOf(ana, '/v1/auth/session')).toBe(200);
    });
  });

  it('leave nothing in the store when they have ended', async () => {
    await Promise.all([logIn(), logIn(LUIS), logIn(JOSE, 'demo', 'cardholder')]);
    await admin.delete(`${OPS}?all=true`);
    const redis = new Redis(process.env['REDIS_TEST_URL'] ?? '');
    const left = await redis.keys(`${keyPrefix}:*session*`);
    redis.disconnect();

    expect(left).toEqual([]);
  });

  describe('in the audit log', () => {
    it('leave a line for each event, and nobody’s name or secret', async () => {
      const requestId = `audit-${randomUUID()}`;
      const call = { headers: { 'x-request-id': requestId } };
      const password = 'Wrong-Canary-Pass-9!';
      mustNotBeLogged(password);
      await anonymous.post('/v1/auth/operator/login', { ...ANA, password, partner: 'demo' }, call);
      const login = { ...ANA, partner: 'demo', transport: 'token' };
      const { body } = await anonymous.post('/v1/auth/operator/login', login, call);
      mustNotBeLogged(body.data.sessionToken);
      const ana = anonymous.withToken(body.data.sessionToken);
      const lost = await logIn();
      const lostId = (await entriesOf(lost)).find(({ current }) => current)?.id ?? '';
      await ana.delete(`${SESSIONS}/${lostId}`, call);
      await ana.post('/v1/auth/otp', {});
      const otp = await control.otp(ANA.email);
      const wrong = otp === '000000' ? '111111' : '000000';
      await ana.send('PUT', '/v1/auth/otp', { ...call, body: { otp: wrong } });
      const verified = await ana.send('PUT', '/v1/auth/otp', { ...call, body: { otp } });
      mustNotBeLogged(verified.body.data.sessionToken);
      await anonymous.withToken(verified.body.data.sessionToken).delete('/v1/auth/session', call);
      await admin.delete(`${OPS}?user=${ANA.email}`, call);

      const ours = (): ReturnType<typeof auditOf> => auditOf(gateway).filter((line) => line['requestId'] === requestId);
      const EVENTS = [
        ['login_refused', 'refused'],
        ['login', 'success'],
        ['session_ended', 'success'],
        ['otp_refused', 'refused'],
        ['step_up', 'success'],
        ['logout', 'success'],
        ['admin_sessions_ended', 'success'],
      ];
      await eventually(() => Promise.resolve(ours().length >= EVENTS.length));

      expect(ours().map(({ event, outcome }) => [event, outcome])).toEqual(EVENTS);
      for (const line of ours()) {
        expect(line).toMatchObject({
          audit: true,
          msg: 'security event',
          address: '127.0.0.1',
          user: expect.any(String),
        });
        expect(JSON.stringify(line)).not.toMatch(/ana@|Demo-Pass|Canary/);
      }
      expect(ours()[1]).toMatchObject({ partner: 'demo', kind: 'operator', session: expect.any(String) });
      expect(ours()[2]).toMatchObject({ session: lostId });
      expect(new Set(ours().map(({ user }) => user)).size).toBe(1);
    });

    it('leave a line for the lock after five wrong codes', async () => {
      const sara = await logIn({ email: 'sara@demo.migo.test', password: 'Demo-Pass-5!' });
      await sara.post('/v1/auth/otp', {});
      const wrong = (await control.otp('sara@demo.migo.test')) === '000000' ? '111111' : '000000';
      for (let attempt = 0; attempt < 6; attempt += 1) await sara.send('PUT', '/v1/auth/otp', { body: { otp: wrong } });

      const locks = (): ReturnType<typeof auditOf> => auditOf(gateway).filter(({ event }) => event === 'lock');
      await eventually(() => Promise.resolve(locks().length > 0));

      expect(locks()).toMatchObject([{ audit: true, outcome: 'refused', partner: 'demo', kind: 'operator' }]);
    });
  });
});

describe('a session that may be idle for two seconds', () => {
  let simulator: Simulator;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    simulator = await startSimulator();
    const sessions = { idleSeconds: 2, cardholder: { idleSeconds: 600, absoluteSeconds: 4 } };
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator), sessions } });
  });

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
  });

  it('lives for as long as it is used, also by reads of a copy, and no longer', async () => {
    const ana = await new Client(gateway.url).logIn();
    for (let turn = 0; turn < 20; turn += 1) {
      await pause(300);
      expect((await ana.get(LIST)).status).toBe(200);
    }
    await pause(2100);
    expect(await ana.get(LIST)).toMatchObject({ status: 401, body: { code: 'session_invalid' } });
  });

  it('ends after its absolute time, used or not', async () => {
    const { body } = await new Client(gateway.url).post('/v1/auth/cardholder/login', { ...JOSE, transport: 'token' });
    mustNotBeLogged(body.data.sessionToken);
    const jose = new Client(gateway.url).withToken(body.data.sessionToken);
    const startedAt = performance.now();
    const statuses: number[] = [];
    while (performance.now() - startedAt < 4500) {
      statuses.push((await jose.get('/v1/auth/session')).status);
      await pause(300);
    }
    expect(statuses[0]).toBe(200);
    expect(statuses.at(-1)).toBe(401);
  });
});
