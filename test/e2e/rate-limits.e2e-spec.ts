import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { BILLING, Client, LUIS, READER, type Reply } from '../support/client.js';
import { ORIGIN } from '../support/foreign/origins.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { RedisServer } from '../support/redis-server.js';
import { SigningKey } from '../support/signing-key.js';
import { SimulatorControl } from '../support/simulator-control.js';

const LIST = '/v1/partners/partner-demo/cardholders?page=1&limit=1';
const STATEMENT = '/v1/cards/1001/statements';
const OCTOBER = { month: 10, year: 2026 };
const LIMIT = 20;
const WRITES = 6;
const SECONDS = 600;

describe('the limits of routes', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let redis: RedisServer;
  let gateways: GatewayProcess[];
  let anonymous: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    redis = await RedisServer.start();
    const limits = {
      caller: { requests: LIMIT, seconds: SECONDS, write: { requests: WRITES, seconds: SECONDS } },
      address: { requests: 10_000, seconds: SECONDS, money: { requests: 3, seconds: SECONDS } },
      partner: { requests: 100_000, seconds: SECONDS },
    };
    const config = {
      upstreams: upstreamsOf(simulator),
      redis: { url: redis.url, keyPrefix: 'limits' },
      limits,
      serviceTokens: { keys: [new SigningKey('k1').setting] },
      server: { trustedProxies: ['127.0.0.1'] },
    };
    gateways = await Promise.all([GatewayProcess.start({ config }), GatewayProcess.start({ config })]);
    anonymous = new Client(gateways[0]?.url ?? '');
  });

  afterAll(async () => {
    redis.resume();
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await redis.stop();
    await simulator.close();
  });

  const at = (client: Client, index: number): Client => client.at(gateways[index % 2]?.url ?? '');
  const many = (count: number, call: (index: number) => Promise<Reply>): Promise<Reply[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => call(index)));
  const countOf = (replies: readonly Reply[], status: number): number =>
    replies.filter((reply) => reply.status === status).length;

  it('let exactly as many through as they say, at once over two replicas', async () => {
    const ana = await anonymous.logIn();
    await control.forgetCalls();

    const replies = await many(3 * LIMIT, (index) => at(ana, index).get(LIST));

    expect(countOf(replies, 200)).toBe(LIMIT);
    expect(countOf(replies, 429)).toBe(2 * LIMIT);
    expect(await control.calls({ upstream: 'cms', path: '/app/partners' })).toHaveLength(LIMIT);
    const refused = replies.find(({ status }) => status === 429);
    expect(refused?.body).toMatchObject({ code: 'rate_limited', retryable: true });
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(SECONDS - 60);
    expect(refused?.headers.get('ratelimit-policy')).toBe(`"caller";q=${LIMIT};w=${SECONDS}`);
    expect(refused?.headers.get('ratelimit')).toMatch(/^"caller";r=0;t=[56]\d\d$/);
  });

  it('are those of the user, not of a session, and nobody else’s', async () => {
    expect((await (await anonymous.logIn()).get(LIST)).status).toBe(429);
    expect((await (await anonymous.logIn(LUIS)).get(LIST)).status).toBe(200);
  });

  it('count classes with numbers of their own apart', async () => {
    const ana = await anonymous.logIn();

    const replies = await many(2 * WRITES, (index) => at(ana, index).post(STATEMENT, OCTOBER));

    expect(countOf(replies, 201)).toBe(WRITES);
    expect(replies.find(({ status }) => status === 429)?.headers.get('ratelimit')).toContain('"caller-write";r=0');
  });

  it('are told with every answer, whatever it is, and a page may read them', async () => {
    const billing = await anonymous.asService();

    const read = await billing.get(LIST, { headers: { origin: 'http://localhost:8080' } });
    const absent = await billing.get('/v1/partners/partner-demo/cardholders/ch-none');

    expect(read.headers.get('ratelimit')).toMatch(
      /^"caller";r=19;t=\d+, "address";r=\d+;t=\d+, "partner";r=\d+;t=\d+$/,
    );
    expect(read.headers.get('ratelimit-policy')).toBe(
      '"caller";q=20;w=600, "address";q=10000;w=600, "partner";q=100000;w=600',
    );
    expect(read.headers.get('access-control-expose-headers')).toContain('ratelimit, ratelimit-policy');
    expect(absent.status).toBe(404);
    expect(absent.headers.get('ratelimit')).toMatch(/^"caller";r=18;/);
  });

  it('hold the address of a client, which only a trusted proxy tells', async () => {
    const billing = await anonymous.asService(BILLING);
    const pay = (from: string): Promise<Reply> =>
      billing.post('/v1/cards/transfer', {}, { headers: { 'x-forwarded-for': from } });

    const same: Reply[] = [];
    for (let index = 0; index < 4; index += 1) same.push(await pay(`203.0.113.${index}, 198.51.100.9`));

    for (const { headers } of same) expect(headers.get('ratelimit-policy')).toContain('"address-money";q=3;w=600');
    expect(same.map(({ status }) => status === 429)).toEqual([false, false, false, true]);
    expect((await pay('198.51.100.10')).status).not.toBe(429);
  });

  it('hold callers without a login by their address, beside the limit that they have anyway', async () => {
    const page = (from: string): Promise<Reply> =>
      anonymous.post('/v1/leads', {}, { headers: { origin: ORIGIN, 'x-forwarded-for': from } });

    const replies = await many(2 * WRITES, () => page('203.0.113.77'));

    expect(countOf(replies, 429)).toBe(WRITES);
    const [passed] = replies.filter(({ status }) => status !== 429);
    expect(passed?.headers.get('ratelimit')).toMatch(/^"caller-write";.*"partner";.*, "public";r=\d+;t=\d+$/);
    expect((await page('203.0.113.78')).status).not.toBe(429);
  });

  it('are counted where they refuse', async () => {
    const metrics = await (await fetch(`${gateways[0]?.adminUrl}/metrics`)).text();

    expect(metrics).toMatch(/^migo_gateway_limited_total\{limit="caller"\} [1-9]/m);
  });

  it('go on as a part at each replica while Redis is away, and never as a 503', async () => {
    const reader = await anonymous.asService(READER);
    // Until every replica holds a copy of the token: the one that obtained it drops its own once, when that is published.
    for (const index of [0, 1, 0, 1]) {
      expect((await at(reader, index).get(LIST)).status).toBe(200);
      await new Promise((wake) => setTimeout(wake, 200));
    }
    redis.pause();

    const page = anonymous.post('/v1/leads', {}, { headers: { origin: ORIGIN, 'x-forwarded-for': '203.0.113.99' } });
    const replies = await many(2 * LIMIT, (index) => at(reader, index).get(LIST));
    const { status } = await page;
    redis.resume();

    expect(countOf(replies, 200)).toBe(LIMIT);
    expect(countOf(replies, 429)).toBe(LIMIT);
    expect(status).toBe(400);
  });
});
