import { type Simulator, startSimulator } from '../../simulator/simulator.js';
import { eventually, pause } from '../storage/eventually.js';
import { Client } from '../support/client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { percentile } from '../support/percentile.js';
import { ask } from '../support/redis-client.js';
import { RedisServer } from '../support/redis-server.js';
import { IS_FULL, SLACK } from '../support/scale.js';
import { SimulatorControl } from '../support/simulator-control.js';

const LONG_MS = 120_000;
const TRIALS = IS_FULL ? 1000 : 50;
/** Trials of a case that takes seconds go on at the same time. */
const AT_ONCE = IS_FULL ? 50 : 5;
const TOLD_MS = 1000 * SLACK;
/** How long a replica may act on its copy, where nobody has told it. */
const UNTOLD_MS = 5000 * SLACK;
const MANY = { requests: 1_000_000, seconds: 60 };
const OWN = '/v1/auth/session';
const LIST = '/v1/partners/partner-demo/cardholders?limit=1';
const REFRESH = { upstream: 'cms', method: 'POST', path: '/app/users/refresh' } as const;

describe('a logout on one of three replicas is one on all', () => {
  let redis: RedisServer;
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateways: GatewayProcess[];

  beforeAll(async () => {
    redis = await RedisServer.start();
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    const config = {
      redis: redis.settings,
      upstreams: upstreamsOf(simulator),
      // All come from one address, and every trial ends with a handle that is good no more.
      limits: { addressLogins: MANY, unknownHandles: MANY },
    };
    gateways = await Promise.all(Array.from({ length: 3 }, () => GatewayProcess.start({ config })));
  }, LONG_MS);

  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await simulator.close();
    await redis.stop();
  });

  beforeEach(() => control.forgetCalls());
  afterEach(async () => {
    await control.clearFaults();
    await ask(redis, 'ACL', 'SETUSER', 'default', '+publish');
  });

  const cutPublish = (): Promise<unknown> => ask(redis, 'ACL', 'SETUSER', 'default', '-publish');

  /** A session, as it is presented at each replica. Each has a copy of it. */
  const openSession = async (): Promise<Client[]> => {
    const session = await new Client(gateways[0]?.url ?? '').logIn();
    const everywhere = gateways.map(({ url }) => session.at(url));
    for (const client of everywhere) expect(await client.get(OWN)).toMatchObject({ status: 200 });
    return everywhere;
  };
  const openSessions = (): Promise<Client[][]> => Promise.all(Array.from({ length: AT_ONCE }, openSession));

  /** Milliseconds from the answer to the logout to the last request that another replica served all the same. */
  const logOut = async ([here, ...others]: readonly Client[], everyMs: number): Promise<number> => {
    expect(await here?.delete(OWN)).toMatchObject({ status: 200 });
    const endedAt = performance.now();
    const lastServed = others.map(async (other) => {
      for (let last = 0; ;) {
        const sentAt = performance.now();
        const { status } = await other.get(OWN);
        if (status === 401) return last;
        expect(status).toBe(200);
        last = sentAt - endedAt;
        await pause(everyMs);
      }
    });
    return Math.max(...(await Promise.all(lastServed)));
  };

  const report = (what: string, ms: readonly number[]): void => {
    const figures = { trials: ms.length, p50: percentile(ms, 0.5), p99: percentile(ms, 0.99), max: percentile(ms, 1) };
    process.stdout.write(`logout, ${what}: ${JSON.stringify(figures)}\n`);
  };

  it(
    'within a second',
    async () => {
      const ms: number[] = [];
      for (let trial = 0; trial < TRIALS; trial += 1) ms.push(await logOut(await openSession(), 0));
      report('served elsewhere for ms', ms);
      expect(percentile(ms, 0.99)).toBeLessThan(TOLD_MS);
      expect(Math.max(...ms)).toBeLessThan(UNTOLD_MS);
    },
    LONG_MS,
  );

  it(
    'within 5 s where Redis publishes nothing, also for a replica that is just reading the session',
    async () => {
      const sessions = await openSessions();
      await cutPublish();
      const ms = await Promise.all(
        sessions.map(async (session, index) => {
          // Copies end 5 s after they were made: around then, the others read again while the logout is under way.
          const until = performance.now() + 4500 + (1000 * index) / AT_ONCE;
          const [, ...others] = session;
          const busy = others.map(async (other) => {
            while (performance.now() < until) {
              await other.get(OWN);
              await pause(IS_FULL ? 50 : 100);
            }
          });
          await pause(until - performance.now());
          const served = await logOut(session, 50);
          await Promise.all(busy);
          return served;
        }),
      );
      report('publish cut, served elsewhere for ms', ms);
      expect(Math.max(...ms)).toBeLessThan(UNTOLD_MS);
      // Else there was nothing to cut.
      expect(Math.max(...ms)).toBeGreaterThan(1000);
    },
    LONG_MS,
  );

  it.each([
    ['', false, TOLD_MS],
    [' and Redis publishes nothing', true, UNTOLD_MS],
  ])(
    'while a refresh is in flight%s: what it brings is not kept',
    async (_also, isCut, withinMs) => {
      const sessions = await openSessions();
      await control.expireTokens({ upstream: 'cms', kind: 'user' });
      await control.fault({ ...REFRESH, kind: 'slow', delayMs: 2000 });
      if (isCut) await cutPublish();
      const calls = sessions.flatMap(([, there]) => (there === undefined ? [] : [there.get(LIST)]));
      await eventually(async () => (await control.calls(REFRESH)).length === sessions.length);

      const ms = await Promise.all(sessions.map((session) => logOut(session, 50)));
      report(`a refresh in flight${isCut ? ', publish cut' : ''}, served elsewhere for ms`, ms);
      expect(percentile(ms, 0.99)).toBeLessThan(withinMs);

      const answers = await Promise.all(calls);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
      expect(await ask(redis, 'KEYS', '*session:*')).toEqual([]);
      for (const client of sessions.flat()) expect(await client.get(LIST)).toMatchObject({ status: 401 });
    },
    LONG_MS,
  );
});
