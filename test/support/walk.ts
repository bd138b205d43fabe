import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import type { CallerKind } from '../../src/common/caller-kinds.js';
import { allRows, type NamedRow } from '../conventions/route-tables.js';
import type { Client } from './client.js';
import { type DocumentedRoute, DOCUMENTED_ROUTES, operationOf } from './documented-routes.js';
import { GatewayProcess, upstreamsOf } from './gateway-process.js';
import { type RowCall, rowCall, sampleBody } from './row-calls.js';
import { ROW_SAMPLES } from './row-samples.js';
import { type ReceivedCall, SimulatorControl } from './simulator-control.js';
import { logInAll, stepUp, type WalkCallers } from './walk-callers.js';

export interface Stop {
  documented: DocumentedRoute;
  named: NamedRow;
}

/** Every row beside its line of the route list, by operation. */
export async function allStops(): Promise<(readonly [operation: string, stop: Stop])[]> {
  const rows = await allRows();
  return DOCUMENTED_ROUTES.map((documented) => {
    const named = rows.find(({ row }) => operationOf(row.method, row.path) === documented.operation);
    if (named === undefined) throw new Error(`no row for ${documented.operation}`);
    return [documented.operation, { documented, named }];
  });
}

const MANY = { requests: 100_000, seconds: 60 };
const LOGIN = /\/(auth\/)?(login|refresh)$/;
const EFFECTIVE_PERMISSIONS = /^\/app\/users\/\d+\/partners\/[^/]+\/permissions$/;

/** One gateway, one simulator and everybody logged in: what goes from row to row. */
export class Walk {
  private constructor(
    readonly simulator: Simulator,
    readonly control: SimulatorControl,
    readonly gateway: GatewayProcess,
    readonly callers: WalkCallers,
  ) {}

  /** @param more settings of the gateway; those of its upstreams are for each of them */
  static async start(more: { upstream?: object; [setting: string]: unknown } = {}): Promise<Walk> {
    const simulator = await startSimulator();
    try {
      const limits = { public: MANY, account: MANY, otp: MANY };
      // The store of one process: rows keep nothing in it, and on a busy machine Redis may answer later than the gateway waits.
      const { upstream, ...settings } = more;
      const upstreams = Object.entries<object>({ ...upstreamsOf(simulator) }).map(([name, one]) => [
        name,
        { ...one, ...upstream },
      ]);
      const config = { upstreams: Object.fromEntries(upstreams) as object, limits, redis: undefined, ...settings };
      const gateway = await GatewayProcess.start({ config });
      return new Walk(simulator, new SimulatorControl(simulator), gateway, await logInAll(gateway.url));
    } catch (error) {
      await simulator.close();
      throw error;
    }
  }

  async end(): Promise<void> {
    await this.simulator.close();
    await this.gateway.stop();
  }

  /** Demo data as at the start, whatever the row needs beside it, and nothing received yet. */
  async prepare({ named }: Stop): Promise<RowCall> {
    await this.control.reset({ keepTokens: true });
    const { service, public: visitor } = this.callers;
    const verifyCode = async (): Promise<void> => {
      this.callers.operator = await stepUp(this.callers.operator, this.control);
    };
    if (named.row.stepUp === 'required') await verifyCode();
    const { control } = this;
    const prepared = await ROW_SAMPLES[named.name]?.prepare?.({ service, visitor, control, stepUp: verifyCode });
    const call = await rowCall(named, { ...prepared, body: sampleBody(named, prepared?.body) });
    await this.control.forgetCalls();
    return call;
  }

  /** The one who calls as this kind, and the wallet user behind, if there is one. */
  callerFor(kind: CallerKind, { named }: Stop): { client: Client; subject: string } {
    const isOlga = kind === 'cardholder' && ROW_SAMPLES[named.name]?.cardholder !== undefined;
    return isOlga
      ? { client: this.callers.olga, subject: 'usr-000001' }
      : { client: this.callers[kind], subject: 'ch-000001' };
  }

  /** What has arrived beside logins, and beside the operator's permissions, which rows of the Wallet Gateway ask for. */
  async received({ documented: { upstream } }: Stop): Promise<ReceivedCall[]> {
    const calls = await this.control.calls();
    return calls.filter(
      ({ path, upstream: to }) =>
        !LOGIN.test(path) && !(upstream === 'wallet' && to === 'cms' && EFFECTIVE_PERMISSIONS.test(path)),
    );
  }
}
