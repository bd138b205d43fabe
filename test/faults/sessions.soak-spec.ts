import { startSimulator } from '../../simulator/simulator.js';
import { eventually, pause } from '../storage/eventually.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { inspectedAt, liveBytes } from '../support/live-memory.js';
import { MIB, residentBytes } from '../support/memory.js';
import { ask } from '../support/redis-client.js';
import { freePort, RedisServer } from '../support/redis-server.js';
import { SessionTraffic } from '../support/session-traffic.js';
import { SimulatorControl } from '../support/simulator-control.js';
import { slopeOf } from '../support/slope.js';

const MINUTE_MS = 60_000;
const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 10);
/** Until caches have filled and code is compiled. */
const WARM_UP_MS = (MINUTES / 5) * MINUTE_MS;
const LOOK_EVERY_MS = 10_000;
const PER_SECOND = 200;
const REPLICAS = 3;
/** Tokens that Migo gives live for 30 minutes; here each is refreshed many times. */
const TOKEN_SECONDS = 30;
const MAX_MIB_A_MINUTE = 1;

interface Look {
  minute: number;
  /** Both in MiB. */
  live: number;
  resident: number;
}

class Replica {
  readonly looks: Look[] = [];

  private constructor(
    readonly gateway: GatewayProcess,
    private readonly port: number,
  ) {}

  static async start(config: object): Promise<Replica> {
    const port = await freePort();
    return new Replica(await GatewayProcess.start({ config, env: inspectedAt(port) }), port);
  }

  async look(minute: number): Promise<void> {
    const live = (await liveBytes(this.port)) / MIB;
    this.looks.push({ minute, live, resident: residentBytes(this.gateway.pid) / MIB });
  }

  /** Refreshes that brought new tokens. */
  async refreshes(): Promise<number> {
    const text = await (await fetch(`${this.gateway.adminUrl}/metrics`)).text();
    const lines = text.split('\n').filter((line) => /token_calls_total\{.*kind="refresh",outcome="ok"/.test(line));
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }

  /** MiB a minute, and the last value. */
  growth(of: 'live' | 'resident'): { aMinute: number; now: number } {
    const points = this.looks.map((look) => [look.minute, look[of]] as const);
    return { aMinute: Number(slopeOf(points).toFixed(3)), now: Number(points.at(-1)?.[1].toFixed(1)) };
  }
}

async function keysOf(redis: RedisServer): Promise<string[]> {
  const keys = await ask(redis, 'KEYS', '*');
  return Array.isArray(keys) ? keys.map(String).sort() : [];
}

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(cleanups.map((clean) => clean())));

it(
  `${MINUTES} min of logins, calls, refreshes and logouts over ${REPLICAS} replicas leave nothing behind`,
  async () => {
    const redis = await RedisServer.start();
    cleanups.push(() => redis.stop());
    const simulator = await startSimulator();
    cleanups.push(() => simulator.close());
    await new SimulatorControl(simulator).setTokenLife(TOKEN_SECONDS);
    const config = { redis: redis.settings, upstreams: upstreamsOf(simulator) };
    const replicas = await Promise.all(Array.from({ length: REPLICAS }, () => Replica.start(config)));
    cleanups.push(
      ...replicas.map(
        ({ gateway }) =>
          () =>
            gateway.stop(),
      ),
    );
    const traffic = new SessionTraffic(replicas.map(({ gateway }) => gateway.url));

    cleanups.push(() => traffic.stop());
    await traffic.start(PER_SECOND);
    await pause(WARM_UP_MS);
    const startedAt = performance.now();
    for (let ms = 0; ms < MINUTES * MINUTE_MS - WARM_UP_MS; ms = performance.now() - startedAt) {
      // One after another, so that never all stand still at once.
      for (const replica of replicas) await replica.look(ms / MINUTE_MS);
      await pause(LOOK_EVERY_MS);
    }
    const keysUnderLoad = (await keysOf(redis)).length;
    await traffic.stop();

    const counts = await Promise.all(replicas.map((replica) => replica.refreshes()));
    const refreshes = counts.reduce((sum, count) => sum + count, 0);
    const growths = replicas.map((replica) => ({ live: replica.growth('live'), resident: replica.growth('resident') }));
    const figures = { done: traffic.done, failures: traffic.failures.length, refreshes, keysUnderLoad, mib: growths };
    process.stdout.write(`soak: ${JSON.stringify(figures)}\n`);

    // The applications' own tokens stay: they belong to no session. Leases end by themselves.
    await eventually(async () => (await keysOf(redis)).every((key) => key.startsWith('migo:token:application:demo:')));
    expect(traffic.failures.slice(0, 10)).toEqual([]);
    expect(refreshes).toBeGreaterThan(MINUTES);
    for (const { live } of growths) expect(live.aMinute).toBeLessThan(MAX_MIB_A_MINUTE);
  },
  (MINUTES + 3) * MINUTE_MS,
);
