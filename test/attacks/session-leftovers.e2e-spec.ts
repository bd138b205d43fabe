/**
 * The attack: what is left of a session after its end. An event stream that goes on after the logout, the session that a shared
 * browser had before the next login, the sessions of whoever knew the old password, a pile of sessions that nobody uses.
 */
import { randomUUID } from 'node:crypto';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { eventually } from '../storage/eventually.js';
import { ATTACK_START_MS, NORMAL_CALL } from '../support/attacked-gateway.js';
import { ANA, Client, JOSE, LUIS } from '../support/client.js';
import { ORIGIN } from '../support/foreign/origins.js';
import { FrontedUpstream } from '../support/fronted-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { SimulatorControl } from '../support/simulator-control.js';

const PROGRESS = '/v1/partners/partner-demo/cardholders/batch/bat_1/progress';
const SESSION = '/v1/auth/session';
const SESSIONS = '/v1/auth/sessions';
const PER_USER = 3;

describe('after the end of a session', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let cms: FrontedUpstream;
  let gateways: GatewayProcess[];
  let anonymous: Client;
  let other: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    cms = await FrontedUpstream.start(simulator.urls.cms, /\/progress$/);
    cms.answers((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: {"batchId":"bat_1"}\n\n');
    });
    const config = {
      upstreams: upstreamsOf({ urls: { ...simulator.urls, cms: cms.url } }),
      sessions: { perUser: PER_USER },
    };
    const keyPrefix = `test-${randomUUID()}`.slice(0, 32);
    gateways = await Promise.all([0, 1].map(() => GatewayProcess.start({ config, keyPrefix })));
    [anonymous, other] = gateways.map(({ url }) => new Client(url)) as [Client, Client];
  }, ATTACK_START_MS);

  afterAll(async () => {
    await simulator.close();
    await cms.close();
    for (const gateway of gateways) await gateway.stop();
  });

  /** Follows a stream until it is cut, and says when that was. */
  async function follow(client: Client): Promise<{ cut: Promise<number> }> {
    const answer = await client.at(other.baseUrl).open(PROGRESS, { headers: { accept: 'text/event-stream' } });
    expect(answer.status).toBe(200);
    const cut = answer.text().then(
      () => performance.now(),
      () => performance.now(),
    );
    return { cut };
  }

  const verify = async (client: Client): Promise<Client> => {
    await client.post('/v1/auth/otp', {});
    const otp = await control.otp(ANA.email);
    const { body } = await client.send('PUT', '/v1/auth/otp', { body: { otp } });
    return anonymous.withToken(String(body.data.sessionToken));
  };

  it.each<[end: string, end: (client: Client) => Promise<unknown>]>([
    ['a logout', (client) => client.delete(SESSION)],
    [
      'a logout after two changes of the handle',
      async (client) => (await verify(await verify(client))).delete(SESSION),
    ],
    [
      'an end from another session',
      async (client) => {
        const { body } = await client.get(SESSIONS);
        const own = (body.data.sessions as { id: string; current: boolean }[]).find(({ current }) => current);
        await (await anonymous.logIn()).delete(`${SESSIONS}/${own?.id ?? ''}`);
      },
    ],
    ['an end on the admin port', () => new Client(gateways[0]?.adminUrl ?? '').delete('/ops/sessions?all=true')],
  ])('its event streams are cut, on every replica: %s', async (_end, end) => {
    const ana = await anonymous.logIn();
    const { cut } = await follow(ana);
    await end(ana);
    const endedAt = performance.now();
    expect((await cut) - endedAt).toBeLessThan(1000);
  });

  it('the streams of others go on', async () => {
    const [ana, luis] = [await anonymous.logIn(), await anonymous.logIn(LUIS)];
    let cutAt = 0;
    const { cut } = await follow(luis);
    void cut.then((when) => (cutAt = when));
    await ana.delete(SESSION);
    await new Promise((wake) => setTimeout(wake, 1000));
    expect(cutAt).toBe(0);
    await luis.delete(SESSION);
    await eventually(() => Promise.resolve(cutAt > 0));
  });

  it('a login in the same browser has ended it', async () => {
    const ana = await anonymous.logInAsBrowser(ORIGIN);
    expect((await ana.get(SESSION)).status).toBe(200);
    const luis = await ana.logInAsBrowser(ORIGIN, LUIS);
    await eventually(async () => (await ana.at(other.baseUrl).get(SESSION)).status === 401);
    expect((await ana.get(SESSION)).status).toBe(401);
    expect((await luis.get(SESSION)).status).toBe(200);
  });

  it('a login that fails has not', async () => {
    const ana = await anonymous.logInAsBrowser(ORIGIN);
    const wrong = { ...LUIS, password: 'Wrong-Pass-9!' };
    expect((await ana.post('/v1/auth/operator/login', wrong)).status).toBe(401);
    expect((await ana.get(SESSION)).status).toBe(200);
  });

  it('a reset that Migo has not confirmed has ended nobody’s', async () => {
    const jose = await anonymous.logInAsCardholder();
    const page = { kind: 'status', status: 200, body: '<html>maintenance</html>' };
    await control.fault({ upstream: 'wallet', path: '/users/auth/password/reset', times: 1, ...page });
    const guest = new Client(anonymous.baseUrl, { origin: ORIGIN });

    await guest.post('/v1/users/auth/password/reset', { email: JOSE.username, otp: '000000', password: 'New-Pass-1!' });

    expect((await jose.get(SESSION)).status).toBe(200);
    await jose.delete(SESSION);
  });

  it('a reset that Migo answers with nothing, and its client is told as a success, has ended those of that user', async () => {
    const jose = await anonymous.logInAsCardholder();
    await control.fault({
      upstream: 'wallet',
      path: '/users/auth/password/reset',
      times: 1,
      kind: 'status',
      status: 204,
    });
    const guest = new Client(anonymous.baseUrl, { origin: ORIGIN });

    const told = await guest.post('/v1/users/auth/password/reset', {
      ...{ email: JOSE.username, otp: '000000', password: 'New-Pass-1!', confirmPassword: 'New-Pass-1!' },
    });

    expect(told.status).toBeLessThan(300);
    await eventually(async () => (await jose.get(SESSION)).status === 401);
  });

  it('a reset of the password has ended those of that user, and nobody else’s', async () => {
    const [first, second] = [await anonymous.logInAsCardholder(), await other.logInAsCardholder()];
    const ana = await anonymous.logIn();
    const guest = new Client(anonymous.baseUrl, { origin: ORIGIN });
    await guest.post('/v1/users/auth/otp', { email: JOSE.username, purpose: 'resetPassword' });
    const password = 'Wallet-Pass-New-1!';
    const reset = (otp: string): Promise<unknown> =>
      guest.post('/v1/users/auth/password/reset', { email: JOSE.username, otp, password, confirmPassword: password });

    await reset('000000');
    expect((await first.get(SESSION)).status).toBe(200);
    await reset(await control.otp(JOSE.username));

    for (const session of [first, second])
      await eventually(async () => (await session.at(anonymous.baseUrl).get(SESSION)).status === 401);
    expect((await ana.get(NORMAL_CALL)).status).toBe(200);
  });

  it('one logout has ended all of one’s own, on every replica, and nobody else’s', async () => {
    const [first, second, luis] = [await anonymous.logIn(), await other.logIn(), await anonymous.logIn(LUIS)];
    expect((await first.delete(SESSIONS)).status).toBe(200);

    for (const session of [first, second])
      for (const replica of [anonymous, other])
        await eventually(async () => (await session.at(replica.baseUrl).get(SESSION)).status === 401);
    expect((await luis.get(SESSION)).status).toBe(200);
    await luis.delete(SESSION);
  });

  it('there are never more of one user than the settings say: those that were not used for longest have ended', async () => {
    const sessions: Client[] = [];
    for (let index = 0; index < PER_USER + 2; index += 1) {
      sessions.push(await (index % 2 === 0 ? anonymous : other).logIn());
      await new Promise((wake) => setTimeout(wake, 20));
    }
    const [oldest, second, ...kept] = sessions;
    for (const ended of [oldest, second])
      await eventually(async () => (await ended?.at(anonymous.baseUrl).get(SESSION))?.status === 401);
    for (const session of kept) expect((await session.get(SESSION)).status).toBe(200);
    const { body } = await (kept.at(-1) ?? anonymous).get(SESSIONS);
    expect(body.data.sessions).toHaveLength(PER_USER);
  });
});
