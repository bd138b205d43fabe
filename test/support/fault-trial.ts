import { type Simulator, startSimulator } from '../../simulator/simulator.js';
import { eventually, pause } from '../storage/eventually.js';
import { ANA, Client, LUIS } from './client.js';
import { GatewayProcess, upstreamsOf } from './gateway-process.js';
import { PER_SECOND, SLACK } from './scale.js';
import { SteadyLoad } from './steady-load.js';

const ANSWER_MS = 300 * SLACK;
const RECOVERY_MS = 2000 * SLACK;
/** Each is used every 6 s, when its copy of at most 5 s is gone: every request reads the store. */
const SESSIONS = 6 * PER_SECOND;
const MOST_OF_USER = 400;
const USERS = [
  ANA,
  LUIS,
  { email: 'pedro@demo.migo.test', password: 'Demo-Pass-4!' },
  { email: 'sara@demo.migo.test', password: 'Demo-Pass-5!' },
];
const AT_ONCE = 10;
const PATH = '/v1/auth/session';

interface Redis {
  /** As the settings of a gateway. */
  settings: object;
  stop(): Promise<void>;
}

/** Gives the moment of the return, on the clock of `performance.now()`. */
export type Fault = () => Promise<number>;

/** The moment from which something is so. */
export async function momentOf(isSo: () => Promise<boolean>): Promise<number> {
  await eventually(isSo);
  return performance.now();
}

/** A gateway with sessions, of which each request reads one, while something happens to its Redis. */
export class FaultTrial {
  private constructor(
    private readonly redis: Redis,
    private readonly simulator: Simulator,
    private readonly gateway: GatewayProcess,
    private readonly sessions: readonly Client[],
  ) {}

  static async start(redis: Redis): Promise<FaultTrial> {
    const simulator = await startSimulator();
    const gateway = await GatewayProcess.start({
      config: {
        redis: redis.settings,
        upstreams: upstreamsOf(simulator),
        // All are a few users', from one address.
        sessions: { perUser: MOST_OF_USER },
        limits: { addressLogins: { requests: 2 * SESSIONS, seconds: 900 } },
      },
    });
    const client = new Client(gateway.url);
    const sessions = await inTurns(
      Array.from({ length: SESSIONS }, (_, index) => () => client.logIn(USERS[index % USERS.length])),
    );
    return new FaultTrial(redis, simulator, gateway, sessions);
  }

  /** A caller without a session. */
  get client(): Client {
    return new Client(this.gateway.url);
  }

  /**
   * Holds a fault against the promises: quick answers, no session lost, soon well again.
   *
   * @returns what part of the requests was served all the same, between 0 and 1
   */
  async survive(what: string, fault: Fault): Promise<number> {
    const load = new SteadyLoad(this.sessions, PATH, PER_SECOND);
    await pause(1000);
    const begunAt = performance.now();
    const returnedAt = await fault();
    await eventually(() => Promise.resolve(load.firstSuccess(returnedAt)));
    await pause(1000);
    await load.stop();

    const during = load.between(begunAt, returnedAt);
    const first = load.firstSuccess(returnedAt);
    const last = load.lastFailure(returnedAt);
    const figures = {
      duringMs: Math.round(returnedAt - begunAt),
      statuses: during.statuses,
      ms: {
        p50: during.percentile(0.5),
        p99: during.percentile(0.99),
        longest: load.percentile(1),
        ownStall: load.stallMs,
      },
      afterReturnMs: { firstSuccess: first, lastFailure: last },
    };
    process.stdout.write(`${what}: ${JSON.stringify(figures)}\n`);

    expect(Object.keys(load.statuses).sort()).toEqual(['200', '503']);
    expect(during.percentile(0.99)).toBeLessThan(ANSWER_MS);
    expect(first).toBeLessThan(RECOVERY_MS);
    expect(last).toBeLessThan(RECOVERY_MS);
    return (during.statuses[200] ?? 0) / during.answers.length;
  }

  async expectEverySession(): Promise<void> {
    const answers = await inTurns(this.sessions.map((session) => () => session.get(PATH)));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    await this.simulator.close();
    await this.redis.stop();
  }
}

async function inTurns<T>(calls: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  for (let next = 0; next < calls.length; next += AT_ONCE)
    results.push(...(await Promise.all(calls.slice(next, next + AT_ONCE).map((call) => call()))));
  return results;
}
