import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, Client, type Reply } from './client.js';
import { GatewayProcess, upstreamsOf } from './gateway-process.js';
import { SimulatorControl } from './simulator-control.js';

/** Starting a gateway on a machine that is busy. */
export const ATTACK_START_MS = 60_000;
/** A call of an operator that is answered by the CMS. */
export const NORMAL_CALL = '/v1/partners/partner-demo/cardholders?limit=1';

/** Where a gateway has several partners, a login names one. */
const ANA_OF_DEMO = { ...ANA, partner: 'demo' };

/** Replicas of a gateway before the simulator, with an operator who goes on working at the first whatever is done to them. */
export class AttackedGateway {
  private constructor(
    readonly simulator: Simulator,
    readonly control: SimulatorControl,
    readonly keyPrefix: string,
    readonly gateways: readonly [GatewayProcess, ...GatewayProcess[]],
    /** Nobody yet. */
    readonly anonymous: Client,
    /** Logged in, with a bearer handle. */
    readonly ana: Client,
  ) {}

  static async start(settings: (simulator: Simulator) => object = () => ({}), replicas = 1): Promise<AttackedGateway> {
    const simulator = await startSimulator();
    const config = { upstreams: upstreamsOf(simulator), ...settings(simulator) };
    const keyPrefix = `attacked-${randomUUID()}`.slice(0, 32);
    const start = (): Promise<GatewayProcess> => GatewayProcess.start({ config, keyPrefix });
    const gateways = await Promise.all([start(), ...Array.from({ length: replicas - 1 }, start)] as const);
    const anonymous = new Client(gateways[0].url);
    const ana = await anonymous.logIn(ANA_OF_DEMO);
    return new AttackedGateway(simulator, new SimulatorControl(simulator), keyPrefix, gateways, anonymous, ana);
  }

  get gateway(): GatewayProcess {
    return this.gateways[0];
  }

  get url(): string {
    return this.gateway.url;
  }

  /** By turns. */
  replicaUrl(index: number): string {
    return this.gateways[index % this.gateways.length]?.url ?? '';
  }

  /** Whoever was locked is so no more: all that was counted stands in Redis. */
  async forgetAttempts(): Promise<void> {
    const redis = new Redis(process.env['REDIS_TEST_URL'] ?? '');
    const keys = await redis.keys(`${this.keyPrefix}:count:*`);
    if (keys.length > 0) await redis.del(keys);
    redis.disconnect();
  }

  /** The gateway lives, and others are served as before. */
  async expectUnharmed(): Promise<void> {
    expect(await this.anonymous.get('/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await this.ana.get(NORMAL_CALL)).toMatchObject({ status: 200, body: { success: true } });
  }

  /** Nothing has left for any upstream since the calls were forgotten. */
  async expectNoUpstreamCall(): Promise<void> {
    expect(await this.control.calls()).toEqual([]);
  }

  async close(): Promise<void> {
    // In this order: where the gateway did not start, the simulator must not keep Jest alive.
    await this.simulator.close();
    await Promise.all(this.gateways.map((gateway) => gateway.stop()));
  }
}

/** A refusal by the gateway itself, as a problem that repeats nothing of the attack. */
export function expectRefusal(
  { status, body, text }: Reply,
  expected: { status: number; code: string },
  payload?: string,
): void {
  expect({ status, code: body?.code, success: body?.success }).toEqual({ ...expected, success: false });
  if (payload !== undefined) expect(text).not.toContain(payload);
}
