import { type Simulator, startSimulator } from '../../simulator/simulator.js';
import { eventually, pause } from '../storage/eventually.js';
import { Client } from './client.js';
import { GatewayProcess, upstreamsOf } from './gateway-process.js';
import { SteadyLoad } from './steady-load.js';

/** `npm run faults` makes it 200. */
export const PER_SECOND = Number(process.env['REQUESTS_PER_SECOND'] ?? 20);
/** Each is used every 6 s, when its copy of at most 5 s is gone: every request reads the store. */
const SESSIONS = 6 * PER_SECOND;
const AT_ONCE = 10;
/** What the gateway promises is 300 ms and 2 s; the rest is for a busy machine. */
const ANSWER_MS = 300 + 700;
const RECOVERY_MS = 2000 + 3000;
const PATH = '/v1/auth/session';

/** Gives the moment of the return, on the clock of `performance.now()`. */
type Fault = () => Promise<number>;

/** The moment from which something is so. */
export async function momentOf(isSo: () => Promise<boolean>): Promise<number> {
  await eventually(isSo);
  return performance.now();
}

/** A gateway with sessions, of which each request reads one, while something happens to its Redis. */
export class FaultTrial {
  private simulator: Simulator | undefined;
  private gateway: GatewayProcess | undefined;
  private sessions: readonly Client[] = [];

  async start(redis: object): Promise<void> {
    this.simulator = await startSimulator({ ports: { wallet: 0, middleware: 0, cms: 0, payments: 0, control: 0 } });
    this.gateway = await GatewayProcess.start({ config: { redis, upstreams: upstreamsOf(this.simulator) } });
    const client = new Client(this.gateway.url);
    this.sessions = await inTurns(Array.from({ length: SESSIONS }, () => () => client.logIn()));
  }

  /** Holds a fault against the promises: quick answers, no session lost, soon well again. */
  async survive(what: string, fault: Fault): Promise<void> {
    const load = new SteadyLoad(this.sessions, PATH, PER_SECOND);
    await pause(1000);
    const returnedAt = await fault();
    await eventually(() => Promise.resolve(load.firstSuccess(returnedAt)));
    await pause(1000);
    await load.stop();

    const first = load.firstSuccess(returnedAt);
    const figures = {
      statuses: load.statuses,
      ms: { p50: load.percentile(0.5), p99: load.percentile(0.99), longest: load.percentile(1) },
      afterReturnMs: { firstSuccess: first, lastFailure: load.lastFailure(returnedAt) },
    };
    process.stdout.write(`${what}: ${JSON.stringify(figures)}\n`);

    expect(Object.keys(load.statuses).sort()).toEqual(['200', '503']);
    expect(load.percentile(0.99)).toBeLessThan(ANSWER_MS);
    expect(first).toBeLessThan(RECOVERY_MS);
    expect(load.lastFailure(returnedAt)).toBeLessThan(RECOVERY_MS);
  }

  async expectEverySession(): Promise<void> {
    const answers = await inTurns(this.sessions.map((session) => () => session.get(PATH)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  }

  async stop(): Promise<void> {
    await this.gateway?.stop();
    await this.simulator?.close();
  }
}

async function inTurns<T>(calls: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  for (let next = 0; next < calls.length; next += AT_ONCE)
    results.push(...(await Promise.all(calls.slice(next, next + AT_ONCE).map((call) => call()))));
  return results;
}
