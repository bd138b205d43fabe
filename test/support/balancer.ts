import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayProcess } from './gateway-process.js';

const LOOK_EVERY_MS = 1000;
/** Of one replica, as a proxy has them. */
const CONNECTIONS = 32;

type Addresses = Pick<GatewayProcess, 'url' | 'adminUrl'>;

interface Replica extends Addresses {
  agent: Agent;
  isReady: boolean;
}

export interface Balanced {
  status: number;
  connection: string | undefined;
}

/**
 * What stands in front of replicas: it reads `/readyz` of each once a second, keeps connections alive, and sends each request
 * to the next one that is ready. It repeats nothing, so what one replica loses is lost.
 */
export class Balancer {
  private replicas: Replica[] = [];
  private turn = 0;
  private readonly timer = setInterval(() => void this.look(), LOOK_EVERY_MS);

  async add({ url, adminUrl }: Addresses): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, scheduling: 'fifo' });
    const replica: Replica = { url, adminUrl, agent, isReady: false };
    this.replicas.push(replica);
    while (!replica.isReady) {
      await this.lookAt(replica);
      await sleep(100);
    }
  }

  /** One that has ended. */
  remove({ url }: Addresses): void {
    for (const { agent } of this.replicas.filter((replica) => replica.url === url)) agent.destroy();
    this.replicas = this.replicas.filter((replica) => replica.url !== url);
  }

  send(path: string, headers: Readonly<Record<string, string>>): Promise<Balanced> {
    const ready = this.replicas.filter(({ isReady }) => isReady);
    this.turn += 1;
    const replica = ready[this.turn % ready.length];
    if (replica === undefined) return Promise.reject(new Error('no replica is ready'));
    return new Promise((resolve, reject) => {
      request(replica.url + path, { agent: replica.agent, headers }, (answer) => {
        answer.on('error', reject).on('end', () => {
          resolve({ status: answer.statusCode ?? 0, connection: answer.headers.connection });
        });
        answer.resume();
      })
        .on('error', reject)
        .end();
    });
  }

  close(): void {
    clearInterval(this.timer);
    for (const { agent } of this.replicas) agent.destroy();
  }

  private async look(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => this.lookAt(replica)));
  }

  private async lookAt(replica: Replica): Promise<void> {
    replica.isReady = await fetch(`${replica.adminUrl}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}
