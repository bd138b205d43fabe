import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, Client, type Reply } from './client.js';
import { GatewayProcess, upstreamsOf } from './gateway-process.js';
import { SimulatorControl } from './simulator-control.js';

/** Starting a gateway on a machine that is busy. */
export const ATTACK_START_MS = 30_000;
/** A call of an operator that is answered by the CMS. */
export const NORMAL_CALL = '/v1/partners/partner-demo/cardholders?limit=1';

/** Where a gateway has several partners, a login names one. */
const ANA_OF_DEMO = { ...ANA, partner: 'demo' };

/** A gateway before the simulator, with an operator who goes on working whatever is done to it. */
export class AttackedGateway {
  private constructor(
    readonly simulator: Simulator,
    readonly control: SimulatorControl,
    readonly gateway: GatewayProcess,
    /** Nobody yet. */
    readonly anonymous: Client,
    /** Logged in, with a bearer handle. */
    readonly ana: Client,
  ) {}

  static async start(settings: (simulator: Simulator) => object = () => ({})): Promise<AttackedGateway> {
    const simulator = await startSimulator({ ports: { wallet: 0, middleware: 0, cms: 0, payments: 0, control: 0 } });
    const config = { upstreams: upstreamsOf(simulator), ...settings(simulator) };
    const gateway = await GatewayProcess.start({ config });
    const anonymous = new Client(gateway.url);
    const ana = await anonymous.logIn(ANA_OF_DEMO);
    return new AttackedGateway(simulator, new SimulatorControl(simulator), gateway, anonymous, ana);
  }

  get url(): string {
    return this.gateway.url;
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
    await this.gateway.stop();
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
