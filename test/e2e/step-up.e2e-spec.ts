import { randomUUID } from 'node:crypto';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { pause } from '../storage/eventually.js';
import { ANA, Client, type Reply } from '../support/client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { SimulatorControl } from '../support/simulator-control.js';

const PERMISSION = { permissions: [{ resource: 'finance', action: 'export' }] };
/** Creating permissions needs none by default: here the settings say so. */
const STEP_UP_ROWS = { 'permissions.createPermissions': 'required' };
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const WORKBOOK_BYTES = new Uint8Array([0x50, 0x4b, 3, 4]);
const LIST = '/v1/partners/partner-demo/cardholders?limit=1';
const JOSE = { username: 'jose@wallet.migo.test', password: 'Wallet-Pass-1!' };

describe('an operation that needs a recent one-time code', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateway: GatewayProcess;
  let other: GatewayProcess;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    const keyPrefix = `test-${randomUUID()}`.slice(0, 32);
    const config = {
      upstreams: upstreamsOf(simulator),
      sessions: { stepUpSeconds: 30 },
      stepUp: { rows: STEP_UP_ROWS },
    };
    gateway = await GatewayProcess.start({ config, keyPrefix });
    other = await GatewayProcess.start({ config, keyPrefix });
  });

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
    await other.stop();
  });

  beforeEach(() => control.reset());

  const sentCode = async (email = ANA.email): Promise<string> => {
    const otp = await control.otp(email);
    expect(otp).toMatch(/^\d{6}$/);
    return otp;
  };

  const handleIn = ({ body }: Reply): string => {
    const handle: string = body.data.sessionToken;
    mustNotBeLogged(handle);
    return handle;
  };

  it('is refused without one, with the challenge of RFC 9470 and no upstream call', async () => {
    const ana = await new Client(gateway.url).logIn();
    await control.forgetCalls();

    const { status, headers, body } = await ana.post('/v1/permissions', PERMISSION);

    expect({ status, body }).toMatchObject({ status: 401, body: { code: 'step_up_required', retryable: false } });
    expect(headers.get('www-authenticate')).toMatch(/^Bearer error="insufficient_user_authentication"/);
    expect(await control.calls()).toEqual([]);
  });

  it('goes through unchanged once the code was verified, with a new handle, on every replica', async () => {
    const ana = await new Client(gateway.url).logIn();

    expect(await ana.post('/v1/auth/otp', {})).toMatchObject({ status: 200, body: { success: true } });
    const verified = await ana.send('PUT', '/v1/auth/otp', { body: { otp: await sentCode() } });
    const elevated = new Client(gateway.url, { authorization: `Bearer ${handleIn(verified)}` });

    expect(verified).toMatchObject({ status: 200, body: { data: { caller: 'operator' } } });
    expect(verified.body.data.stepUpSecondsLeft).toBeGreaterThan(20);
    expect((await elevated.post('/v1/permissions', PERMISSION)).status).toBe(201);
    expect((await elevated.at(other.url).post('/v1/permissions', PERMISSION)).status).not.toBe(401);
    expect((await elevated.get('/v1/auth/session')).body.data.stepUpSecondsLeft).toBeGreaterThan(20);
  });

  it('leaves the old handle a moment for reads, and for nothing else', async () => {
    const ana = await new Client(gateway.url).logIn();
    await ana.post('/v1/auth/otp', {});
    const verified = await ana.send('PUT', '/v1/auth/otp', { body: { otp: await sentCode() } });
    const elevated = new Client(gateway.url, { authorization: `Bearer ${handleIn(verified)}` });

    expect((await ana.get(LIST)).status).toBe(200);
    for (const replica of [gateway, other]) {
      const changed = await ana.at(replica.url).post('/v1/permissions', PERMISSION);
      expect(changed).toMatchObject({ status: 401, body: { code: 'session_invalid' } });
    }
    // The tokens are the session's, and do not end with the old handle.
    await pause(6000);
    expect((await ana.get(LIST)).status).toBe(401);
    for (const replica of [gateway, other]) expect((await elevated.at(replica.url).get(LIST)).status).toBe(200);
  });

  it('knows neither handle after a logout', async () => {
    const ana = await new Client(gateway.url).logIn();
    await ana.post('/v1/auth/otp', {});
    const verified = await ana.send('PUT', '/v1/auth/otp', { body: { otp: await sentCode() } });
    const elevated = new Client(gateway.url, { authorization: `Bearer ${handleIn(verified)}` });

    await elevated.delete('/v1/auth/session');

    expect((await elevated.get(LIST)).status).toBe(401);
    expect((await ana.get(LIST)).status).toBe(401);
  });

  it('gives a browser its new handle in the cookie', async () => {
    const ana = await new Client(gateway.url).logInAsBrowser('http://localhost:8080');
    await ana.post('/v1/auth/otp', {});

    const verified = await ana.send('PUT', '/v1/auth/otp', { body: { otp: await sentCode() } });

    expect(verified.status).toBe(200);
    expect(verified.body.data.sessionToken).toBeUndefined();
    expect(verified.headers.getSetCookie()[0]).toMatch(/^__Host-migo_session=.*HttpOnly; Secure; SameSite=Strict/);
    mustNotBeLogged(/=([^;]+)/.exec(verified.headers.getSetCookie()[0] ?? '')?.[1] ?? '');
  });

  it('lets nobody guess: five wrong codes lock, and a sixth is not even asked about', async () => {
    const sara = await new Client(gateway.url).logIn({ email: 'sara@demo.migo.test', password: 'Demo-Pass-5!' });
    await sara.post('/v1/auth/otp', {});
    const right = await sentCode('sara@demo.migo.test');
    const wrong = right === '000000' ? '111111' : '000000';
    const guesses = await Promise.all(
      Array.from({ length: 5 }, () => sara.send('PUT', '/v1/auth/otp', { body: { otp: wrong } })),
    );
    await control.forgetCalls();

    const locked = await sara.at(other.url).send('PUT', '/v1/auth/otp', { body: { otp: right } });

    for (const guess of guesses) expect(guess).toMatchObject({ status: 400, body: { code: 'otp_refused' } });
    expect(locked).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(await control.calls({ path: '/app/users/auth/otp' })).toEqual([]);
    expect((await sara.get(LIST)).status).toBe(200);
  });

  it.each([[undefined], [''], ['12345 '], ['1\n23456'], ['1'.repeat(65)], [123_456]])(
    'calls %p no code',
    async (otp) => {
      const ana = await new Client(gateway.url).logIn();

      const refused = await ana.send('PUT', '/v1/auth/otp', { body: { otp } });

      expect(refused).toMatchObject({ status: 400, body: { code: 'validation_failed', errors: [{ field: 'otp' }] } });
    },
  );

  it.each(['12345', '1234567', 'k7-Q9z'])('leaves %p to Migo, whose pages give a code no length', async (otp) => {
    const ana = await new Client(gateway.url).logIn();
    await control.forgetCalls();

    expect(await ana.send('PUT', '/v1/auth/otp', { body: { otp } })).toMatchObject({ body: { code: 'otp_refused' } });
    expect((await control.onlyCall()).body).toContain(`"${otp}"`);
  });

  it('takes the elevated token of a cardholder into the session, and shows it to nobody', async () => {
    const jose = await logInCardholder(gateway.url);
    await jose.post('/v1/auth/otp', {});
    const before = await control.calls({ upstream: 'wallet', method: 'POST', path: '/users/auth/otp' });

    const verified = await jose.send('PUT', '/v1/auth/otp', { body: { otp: await sentCode(JOSE.username) } });
    const elevated = new Client(gateway.url, { authorization: `Bearer ${handleIn(verified)}` });
    await control.forgetCalls();
    const answer = await elevated.post('/v1/cards/1001/statements', { month: 10, year: 2026 });

    expect(answer.status).toBe(201);
    expect(verified.text).not.toContain('accessToken');
    const { headers } = await control.onlyCall();
    expect(headers['authorization']).toMatch(/^Bearer /);
    expect(headers['authorization']).not.toBe(before[0]?.headers['authorization']);
  });
});

describe('the settings of rows', () => {
  let simulator: Simulator;
  let gateway: GatewayProcess | undefined;

  beforeAll(async () => {
    simulator = await startSimulator();
  });

  afterEach(async () => {
    await gateway?.stop();
    gateway = undefined;
  });

  afterAll(() => simulator.close());

  it('may take a code with the call instead, or none, and then Migo judges', async () => {
    const rows = { 'bulk-uploads.uploadCards': 'inline', 'bulk-uploads.uploadCardholders': 'never' };
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator), stepUp: { rows } } });
    const ana = await new Client(gateway.url).logIn();
    const upload = async (path: string, field: string, headers: Record<string, string> = {}): Promise<object> => {
      const body = new FormData();
      body.set(field, new File([WORKBOOK_BYTES], 'a.xlsx', { type: XLSX }));
      const answer = await ana.open(`/v1/partners/partner-demo/${path}/upload`, { method: 'POST', body, headers });
      return { status: answer.status, ...((await answer.json()) as object) };
    };

    const refusedByMigo = { status: 403, upstream: 'cms', errors: [{ code: 'OTP_REQUIRED' }] };
    expect(await upload('cardholders', 'users')).toMatchObject(refusedByMigo);
    expect(await upload('cards', 'cards')).toMatchObject(refusedByMigo);
    expect(await upload('cards', 'cards', { 'x-otp': 'not a code' })).toMatchObject({
      status: 400,
      code: 'validation_failed',
    });
  });

  it.each([
    ['stepUp.rows.cards.nothing', { stepUp: { rows: { 'cards.nothing': 'never' } } }],
    ['permissions.cards.nothing', { permissions: { 'cards.nothing': { resource: 'a', action: 'b' } } }],
  ])('refuse the start at %s, which is no row', async (path, config) => {
    const start = GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator), ...config } });

    await expect(start).rejects.toThrow(`${path}: is no row`);
    await expect(start).rejects.toThrow('exit 78');
  });
});

async function logInCardholder(url: string): Promise<Client> {
  const { body } = await new Client(url).post('/v1/auth/cardholder/login', { ...JOSE, transport: 'token' });
  const handle: string = body.data.sessionToken;
  mustNotBeLogged(JOSE.password, handle);
  return new Client(url, { authorization: `Bearer ${handle}` });
}
