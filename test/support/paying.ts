import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client, type Reply } from './client.js';
import { FrontedUpstream } from './fronted-upstream.js';
import { GatewayProcess, upstreamsOf } from './gateway-process.js';
import { SigningKey } from './signing-key.js';
import { SimulatorControl } from './simulator-control.js';

export const TRANSFER = { fromCardId: 1401, toCardId: 1002, amount: 25.5, observations: 'Almuerzo' };

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** Replicas of a gateway before a Wallet Gateway whose transfers a test answers, and counts, itself. */
export class Paying {
  readonly gateways: GatewayProcess[] = [];
  /** Bodies of the transfers that have arrived. */
  readonly arrived: string[] = [];
  readonly control: SimulatorControl;
  private readonly key = new SigningKey('shared');
  readonly keyPrefix = `test-${randomUUID()}`.slice(0, 32);

  private constructor(
    readonly simulator: Simulator,
    private readonly wallet: FrontedUpstream,
    private readonly config: object,
  ) {
    this.control = new SimulatorControl(simulator);
  }

  static async start(count: number, config: object = {}): Promise<Paying> {
    const simulator = await startSimulator();
    const wallet = await FrontedUpstream.start(simulator.urls.wallet, /\/cards\/transfer$/);
    const paying = new Paying(simulator, wallet, config);
    try {
      await Promise.all(Array.from({ length: count }, () => paying.add()));
    } catch (error) {
      await paying.end();
      throw error;
    }
    return paying;
  }

  async add(config: object = {}): Promise<GatewayProcess> {
    const { key, keyPrefix, simulator, wallet } = this;
    const upstreams = upstreamsOf({ urls: { ...simulator.urls, wallet: wallet.url } });
    const gateway = await GatewayProcess.start({
      keyPrefix,
      config: { upstreams, serviceTokens: { keys: [key.setting] }, ...this.config, ...config },
    });
    this.gateways.push(gateway);
    return gateway;
  }

  /** What becomes of transfers from now on. */
  answers(handler: Handler): void {
    this.wallet.answers((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        this.arrived.push(body);
        handler(request, response, body);
      });
    });
  }

  /** As if nothing had arrived yet, with every transfer made from now on. */
  reset(): void {
    this.arrived.length = 0;
    this.answers((_request, response) => {
      done(response);
    });
  }

  /** The same service at every replica. */
  async services(): Promise<Client[]> {
    const client = await new Client(this.url(0)).asService();
    return this.gateways.map(({ url }) => client.at(url));
  }

  url(index: number): string {
    return this.gateways[index]?.url ?? '';
  }

  async end(): Promise<void> {
    await Promise.all(this.gateways.map((gateway) => gateway.stop('SIGKILL')));
    await this.wallet.close();
    await this.simulator.close();
  }
}

export function pay(client: Client, key: string, body: unknown = TRANSFER): Promise<Reply> {
  return client.post('/v1/cards/transfer', body, { headers: { 'idempotency-key': key } });
}

export function outcome(client: Client, key: string): Promise<Reply> {
  return client.get(`/v1/outcomes/${encodeURIComponent(key)}`);
}

/** A transfer that was made, as Migo tells it, with a number that a float would shorten. */
export function done(response: ServerResponse, id = 500_001): void {
  response.writeHead(201, { 'content-type': 'application/json' });
  response.end(`{"success":true,"message":"Transfer created","data":{"id":${id},"amount":25.5000}}`);
}
