/** What a process takes on, by its settings: bytes of bodies, connections, logins, how long tokens are kept, whether it has a console. */
import { Redis } from 'ioredis';
import { AttackedGateway, ATTACK_START_MS } from '../support/attacked-gateway.js';
import { ANA, BILLING } from '../support/client.js';
import { RawConnection } from '../support/held-requests.js';

const CHARGES = '/v1/subscriptions/charges';
const MIB = 1_048_576;
const IDLE_SECONDS = 40;

describe('the bounds of a process', () => {
  let attacked: AttackedGateway;
  let authorization: string;

  beforeAll(async () => {
    attacked = await AttackedGateway.start(() => ({
      server: {
        bodies: { addressBytes: MIB, processBytes: 2 * MIB, ms: 2000 },
        connections: { perAddress: 40 },
      },
      limits: { addressLogins: { requests: 3, seconds: 60 } },
      sessions: { idleSeconds: IDLE_SECONDS },
      docs: { enabled: false },
    }));
    authorization = (await attacked.anonymous.asService(BILLING)).headers['authorization'] ?? '';
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());

  const begin = async (bytes: number): Promise<RawConnection> => {
    const connection = await RawConnection.to(attacked.url);
    connection.send(
      `POST ${CHARGES} HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\n` +
        `content-length: ${4 * MIB}\r\n\r\n{"a":"${'x'.repeat(bytes)}`,
    );
    return connection;
  };

  it('are those of bodies from one address; who was too slow makes room', async () => {
    const held = await begin(0.75 * MIB);
    await new Promise((wake) => setTimeout(wake, 300));
    const refused = await begin(0.75 * MIB);
    await refused.until(({ statuses }) => statuses.length > 0);

    expect(refused.statuses).toEqual([429]);
    expect(refused.text).toMatch(/"code":"rate_limited"/);
    expect(refused.text).toMatch(/\r\nretry-after: 1\r\n/i);
    await held.until(({ statuses }) => statuses.length > 0);
    expect(held.statuses).toEqual([408]);
    for (const one of [held, refused]) one.destroy();
    const third = await begin(0.75 * MIB);
    await third.until(({ statuses }) => statuses.length > 0);
    expect(third.statuses).toEqual([408]);
    third.destroy();
  });

  it('are those of a body whose sender asks first (RFC 9110, section 10.1.1)', async () => {
    const body = '{"transactionId":"trx_demo00000001"}';
    const connection = await RawConnection.to(attacked.url);
    const head = `host: x\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\nexpect: 100-continue\r\nidempotency-key: asks-first\r\n`;
    connection.send(`POST /v1/refund HTTP/1.1\r\n${head}content-length: ${body.length}\r\n\r\n`);
    await connection.until(({ statuses }) => statuses.length > 0);
    expect(connection.statuses).toEqual([100]);
    connection.send(body);
    await connection.until(({ statuses }) => statuses.length > 1);

    expect(connection.statuses).toHaveLength(2);
    expect((await attacked.control.calls({ path: '/refund' })).at(-1)?.body).toBe(body);
    connection.destroy();
  });

  it('are those of connections from one address', async () => {
    const connections = await Promise.all(Array.from({ length: 80 }, () => RawConnection.to(attacked.url)));
    const isOver = ({ isClosed, hasEnded }: RawConnection): boolean => isClosed || hasEnded;
    await Promise.all(connections.slice(40).map((one) => one.until(isOver)));
    expect(connections.filter((one) => !isOver(one)).length).toBeGreaterThan(0);

    for (const one of connections) one.destroy();
    await Promise.all(connections.map((one) => one.until(({ isClosed }) => isClosed)));
    await attacked.expectUnharmed();
  });

  it('are those of logins from one address, right ones too', async () => {
    const statuses: number[] = [];
    for (let logins = 0; logins < 4; logins += 1)
      statuses.push((await attacked.anonymous.post('/v1/auth/operator/login', { ...ANA, transport: 'token' })).status);

    // One was made at the start.
    expect(statuses).toEqual([200, 200, 429, 429]);
  });

  it('are those of a session for the tokens of its user', async () => {
    const redis = new Redis(process.env['REDIS_TEST_URL'] ?? '');
    await attacked.ana.get('/v1/auth/session');
    const keys = await redis.keys('*token:session:*');
    const left = await Promise.all(keys.map((key) => redis.ttl(key)));
    await redis.quit();

    expect(left.length).toBeGreaterThan(0);
    expect(left.filter((seconds) => seconds > 0 && seconds <= IDLE_SECONDS).length).toBeGreaterThan(0);
  });

  it.each(['/docs', '/docs/', '/openapi.json', '/openapi-3.0.json'])(
    'leave %s out where it is switched off',
    async (path) => {
      expect(await attacked.anonymous.get(path)).toMatchObject({ status: 404, body: { code: 'route_not_found' } });
      expect((await attacked.anonymous.get('/')).body).toEqual({ status: 'ok', health: '/health' });
    },
  );
});
