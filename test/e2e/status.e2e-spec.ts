import { randomUUID } from 'node:crypto';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client } from '../support/client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { SimulatorControl } from '../support/simulator-control.js';

describe('GET /v1/status', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  const gateways: GatewayProcess[] = [];

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
  });

  afterEach(async () => {
    await Promise.all(gateways.splice(0).map((gateway) => gateway.stop()));
    await control.reset();
  });

  afterAll(() => simulator.close());

  const start = async (config: object = {}, keyPrefix?: string): Promise<GatewayProcess> => {
    const gateway = await GatewayProcess.start({
      config: { upstreams: upstreamsOf(simulator), ...config },
      ...(keyPrefix !== undefined && { keyPrefix }),
    });
    gateways.push(gateway);
    return gateway;
  };

  const statesFor = async (client: Client): Promise<unknown> => (await client.get('/v1/status')).body.data?.upstreams;

  it('tells every caller with a login how each upstream is, and nobody else', async () => {
    const anonymous = new Client((await start()).url);
    const callers = [await anonymous.logIn(), await anonymous.logInAsCardholder(), await anonymous.asService()];

    for (const caller of callers) {
      const { status, text } = await caller.get('/v1/status');
      expect(status).toBe(200);
      expect(JSON.parse(text)).toEqual({
        success: true,
        data: { upstreams: { wallet: 'up', middleware: 'unknown', cms: 'up', payments: 'up' } },
      });
    }
    const page = new Client(anonymous.baseUrl, { origin: 'http://localhost:8080' });
    for (const stranger of [anonymous, page, anonymous.withToken('a.b.c')]) {
      expect((await stranger.get('/v1/status')).status).toBe(401);
    }
  });

  it('reads their health once for many callers on two replicas, and not where calls tell it', async () => {
    const keyPrefix = `test-${randomUUID()}`.slice(0, 32);
    const [one, two] = await Promise.all([start({}, keyPrefix), start({}, keyPrefix)]);
    const service = await new Client(one.url).asService();
    const session = await new Client(one.url).logIn();
    await control.forgetCalls();

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => statesFor(session.at(index % 2 === 0 ? one.url : two.url))),
    );
    await service.get('/v1/transactions/search');
    await statesFor(session);

    for (const states of answers) expect(states).toMatchObject({ wallet: 'up', payments: 'up' });
    const read = (await control.calls({ path: '/health' })).map(({ path }) => path);
    expect(read.sort()).toEqual(['/health', '/health/live', '/health/ready']);
  });

  it('finds a machine that is away down, one that fails in part degraded, and leaves out those that are not set', async () => {
    const { wallet, payments } = simulator.urls;
    const upstreams = {
      cms: { baseUrl: simulator.urls.cms },
      payments: { baseUrl: payments },
      wallet: { baseUrl: wallet },
    };
    const gateway = await start({ upstreams: { ...upstreams, middleware: { baseUrl: 'http://127.0.0.1:9' } } });
    const client = await new Client(gateway.url).logIn();
    await control.fault({ upstream: 'payments', path: '/health/ready', kind: 'status', status: 503 });
    await control.fault({ upstream: 'wallet', path: '/health', kind: 'status', status: 502 });
    await client.get('/v1/plans/list');

    expect(await statesFor(client)).toEqual({ wallet: 'down', middleware: 'down', cms: 'up', payments: 'degraded' });
  });

  it('has the details on the admin port: hosts, the last probe, the last failures, times', async () => {
    const gateway = await start();
    await control.fault({ upstream: 'wallet', path: '/health', kind: 'status', status: 503 });
    const client = await new Client(gateway.url).logIn();
    const { text } = await client.get('/v1/status');

    const { body } = await new Client(gateway.adminUrl).get('/ops/upstreams');

    expect(body.upstreams.map(({ upstream }: { upstream: string }) => upstream)).toEqual([
      'wallet',
      'middleware',
      'cms',
      'payments',
    ]);
    const [wallet, middleware, cms, payments] = body.upstreams;
    expect(wallet).toMatchObject({
      times: { connectMs: 1000, firstByteMs: 3000, deadlineMs: 8000 },
      breaker: {
        rules: { samples: 20, windowMs: 10_000, failurePart: 0.5, openMs: 5000, maxOpenMs: 60_000, probes: 3 },
      },
      connections: { calls: { queue: 512, queueMs: 5000, partnerPart: 0.75, callerPart: 0.75 } },
      retries: { rules: { budgetPart: 0.2 } },
      host: new URL(simulator.urls.wallet).host,
      state: 'down',
      lastMinute: { calls: 1, failed: 1 },
      lastProbe: { at: expect.stringMatching(/^2/), results: [{ failed: 'status 503' }] },
      lastFailures: [{ failed: 'status 503' }],
    });
    expect(middleware).toMatchObject({ state: 'unknown', lastFailures: [] });
    expect(cms).toMatchObject({ state: 'up', lastFailures: [] });
    expect(payments).toMatchObject({ state: 'up', lastProbe: { results: [{ failed: 'no' }, { failed: 'no' }] } });
    expect(payments.latencyMs.median).toEqual(expect.any(Number));
    expect(text).not.toMatch(/127\.0\.0\.1|503/);
  });
});
