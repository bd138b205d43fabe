import { Redis } from 'ioredis';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, BILLING, Client, JOSE } from '../support/client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { SimulatorControl } from '../support/simulator-control.js';

const KEY_PREFIX = 'test-stored-secrets';

/** Every key of a Redis with every byte of its value, whatever its type. */
async function dump(redis: Redis): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const keys of redis.scanStream({ count: 1000 })) {
    for (const key of keys as string[]) {
      // Null where the key has expired since it was listed, whatever the types say.
      const bytes = (await redis.dumpBuffer(key)) as Buffer | null;
      const text = await redis.get(key).catch(() => '');
      if (bytes !== null) found.set(key, `${text ?? ''} ${bytes.toString('latin1')}`);
    }
  }
  return found;
}

describe('what lies in Redis', () => {
  let simulator: Simulator;
  let gateway: GatewayProcess;
  let redis: Redis;

  beforeAll(async () => {
    simulator = await startSimulator();
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator) }, keyPrefix: KEY_PREFIX });
    redis = new Redis(process.env['REDIS_TEST_URL'] ?? '');
  });

  afterAll(async () => {
    redis.disconnect();
    // In this order: where the gateway did not start, the simulator must not keep Jest alive.
    await simulator.close();
    await gateway.stop();
  });

  it('holds no token, handle, password or e-mail in clear text', async () => {
    const control = new SimulatorControl(simulator);
    const login = await new Client(gateway.url).post('/v1/auth/operator/login', { ...ANA, transport: 'token' });
    const handle: string = login.body.data.sessionToken;
    const ana = new Client(gateway.url, { authorization: `Bearer ${handle}` });
    const jose = await new Client(gateway.url).logInAsCardholder();
    const service = await new Client(gateway.url).asService();
    const callEverywhere = async (): Promise<void> => {
      for (const caller of [ana, jose, service]) {
        await caller.get('/v1/partners/partner-demo/cardholders');
        await caller.post('/v1/cards/1001/statements', { month: 10, year: 2026 });
      }
    };
    await callEverywhere();
    await control.expireTokens();
    await callEverywhere();

    const calls = await control.calls();
    const accessTokens = calls.flatMap(({ headers }) => [headers['authorization'], headers['x-user-token']]);
    const refreshTokens = calls.flatMap(({ path, body }) =>
      path.endsWith('/refresh') ? [String(JSON.parse(body).refreshToken)] : [],
    );
    const secrets = [
      ...accessTokens,
      ...refreshTokens,
      handle,
      ANA.password,
      ANA.email,
      JOSE.password,
      BILLING.secret,
    ].flatMap((value) => (value === undefined ? [] : [value.replace('Bearer ', '')]));
    mustNotBeLogged(...secrets);
    const stored = await dump(redis);
    const own = [...stored].filter(([key]) => key.startsWith(`${KEY_PREFIX}:`));

    expect(refreshTokens.length).toBeGreaterThanOrEqual(5);
    expect(own.map(([key]) => key.split(':')[1])).toEqual(expect.arrayContaining(['session', 'token']));
    for (const [key, value] of own) {
      for (const secret of secrets) {
        expect(key.includes(secret) || value.includes(secret)).toBe(false);
        expect(value).not.toContain(Buffer.from(secret).toString('base64').slice(0, 40));
      }
    }
  });

  it('is gone after a logout', async () => {
    const ana = await new Client(gateway.url).logIn();
    const before = (await redis.keys(`${KEY_PREFIX}:*session:*`)).length;

    await ana.delete('/v1/auth/session');

    // The session itself and its CMS tokens.
    expect((await redis.keys(`${KEY_PREFIX}:*session:*`)).length).toBe(before - 2);
  });
});
