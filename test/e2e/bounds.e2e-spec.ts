/** What a process takes on, by its settings: bytes of bodies, connections, logins, how long tokens are kept, whether it has a console. */
import { Redis } from 'ioredis';
import { eventually, pause } from '../storage/eventually.js';
import { AttackedGateway, ATTACK_START_MS } from '../support/attacked-gateway.js';
import { ANA, BILLING, Client } from '../support/client.js';
import { logOf } from '../support/gateway-log.js';
import { RawConnection } from '../support/held-requests.js';

const CHARGES = '/v1/subscriptions/charges';
const MIB = 1_048_576;
const IDLE_SECONDS = 40;
const MAX_CONNECTIONS = 24;

/** Charges of which the rest never comes. */
async function beginCharges(
  { url }: { url: string },
  { authorization, bytes, address }: { authorization: string; bytes: number; address?: string },
): Promise<RawConnection> {
  const connection = await RawConnection.to(url);
  const from = address === undefined ? '' : `x-forwarded-for: ${address}\r\n`;
  connection.send(
    `POST ${CHARGES} HTTP/1.1\r\nhost: x\r\n${from}authorization: ${authorization}\r\ncontent-type: application/json\r\n` +
      `content-length: ${4 * MIB}\r\n\r\n{"a":"${'x'.repeat(bytes)}`,
  );
  return connection;
}

const isOver = ({ isClosed, hasEnded }: RawConnection): boolean => isClosed || hasEnded;

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

  const begin = (bytes: number): Promise<RawConnection> => beginCharges(attacked, { authorization, bytes });

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

  it('are given back for those who leave while it is asked what they may do', async () => {
    const { control, ana, url } = attacked;
    await control.fault({ upstream: 'cms', path: '/app/users', kind: 'late', delayMs: 3000 });
    const body = JSON.stringify({ description: 'x'.repeat(60_000) });
    const head = `host: x\r\nauthorization: ${ana.headers['authorization'] ?? ''}\r\ncontent-type: application/json\r\n`;
    const leaving = await Promise.all(Array.from({ length: 24 }, () => RawConnection.to(url)));
    for (const connection of leaving)
      connection.send(
        `POST /v1/cards/1001/statements HTTP/1.1\r\n${head}content-length: ${body.length}\r\n\r\n${body}`,
      );
    // Bodies are whole by then, and the CMS has not answered.
    await pause(1000);
    for (const connection of leaving) connection.destroy();
    const gone = (): unknown[] => logOf(attacked.gateway).filter(({ status }) => status === 499);
    await eventually(() => Promise.resolve(gone().length >= leaving.length));
    // One who stays, and waits for the same answer.
    expect((await ana.post('/v1/cards/1001/statements', {})).status).toBeGreaterThan(0);
    await control.clearFaults();

    const next = await begin(0.75 * MIB);
    await next.until(({ statuses }) => statuses.length > 0);
    expect(next.statuses).toEqual([408]);
    next.destroy();
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

describe('the bounds of a process, whatever the addresses', () => {
  let attacked: AttackedGateway;
  let authorization: string;

  beforeAll(async () => {
    attacked = await AttackedGateway.start(() => ({
      server: {
        trustedProxies: ['127.0.0.1'],
        bodies: { addressBytes: MIB, processBytes: 2 * MIB },
        connections: { max: MAX_CONNECTIONS, perAddress: MAX_CONNECTIONS },
      },
    }));
    authorization = (await attacked.anonymous.asService(BILLING)).headers['authorization'] ?? '';
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());
  afterEach(() => attacked.expectUnharmed());

  const begin = (bytes: number, address: string): Promise<RawConnection> =>
    beginCharges(attacked, { authorization, bytes, address });
  const refused = async (limit: string): Promise<number> => {
    const { text } = await new Client(attacked.gateway.adminUrl).get('/metrics');
    return Number(new RegExp(`^migo_gateway_limited_total\\{limit="${limit}"\\} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
  };

  it('are those of bodies that it holds at once; a small one still finds its place, and who goes makes room', async () => {
    const held = await Promise.all(['192.0.2.1', '192.0.2.2'].map((address) => begin(0.75 * MIB, address)));
    await new Promise((wake) => setTimeout(wake, 300));
    const third = await begin(0.75 * MIB, '192.0.2.3');
    await third.until(({ statuses }) => statuses.length > 0);

    expect(third.statuses).toEqual([503]);
    expect(third.text).toMatch(/"code":"gateway_busy"/);
    expect(third.text).toMatch(/\r\nretry-after: 1\r\n/i);
    expect(await refused('processBodies')).toBe(1);
    const small = await attacked.anonymous.post('/v1/refund', { a: 1 }, { headers: { authorization } });
    expect(small.body.code).not.toBe('gateway_busy');

    for (const one of [...held, third]) one.destroy();
    await new Promise((wake) => setTimeout(wake, 300));
    const fourth = await begin(0.75 * MIB, '192.0.2.4');
    await new Promise((wake) => setTimeout(wake, 300));
    expect(fourth.statuses).toEqual([]);
    fourth.destroy();
  });

  it('are those of connections, those of a trusted proxy too', async () => {
    const before = await refused('connections');
    const connections = await Promise.all(
      Array.from({ length: 2 * MAX_CONNECTIONS }, () => RawConnection.to(attacked.url)),
    );
    // Connections of tests before, which a client keeps, are some of them.
    await Promise.all(connections.slice(MAX_CONNECTIONS).map((one) => one.until(isOver)));
    const open = connections.filter((one) => !isOver(one));

    expect(open.length).toBeGreaterThan(MAX_CONNECTIONS / 2);
    expect(open.length).toBeLessThanOrEqual(MAX_CONNECTIONS);
    expect((await refused('connections')) - before).toBeGreaterThanOrEqual(MAX_CONNECTIONS);
    for (const one of connections) one.destroy();
    await Promise.all(connections.map((one) => one.until(({ isClosed }) => isClosed)));
    await new Promise((wake) => setTimeout(wake, 300));
  });
});
