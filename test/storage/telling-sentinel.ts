import { createServer, type Server, type Socket } from 'node:net';
import { commandsOf } from './half-redis.js';
import { pause } from './eventually.js';

const ANSWER_MS = 100;

interface Address {
  host: string;
  port: number;
}

/** A Sentinel that tells of a failover while somebody asks it where the primary is (redis.io: Sentinel, Pub/Sub messages). */
export class TellingSentinel {
  /** Whether it does so at the next question. */
  tells = false;
  private readonly listeners = new Set<Socket>();
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor(
    private readonly name: string,
    private readonly primary: Address,
  ) {
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        for (const command of commandsOf(data.toString())) void this.answer(socket, command);
      });
    });
  }

  static async start(name: string, primary: Address): Promise<TellingSentinel> {
    const sentinel = new TellingSentinel(name, primary);
    await new Promise<void>((ready) => sentinel.server.listen(0, '127.0.0.1', ready));
    return sentinel;
  }

  get address(): Address {
    const address = this.server.address();
    return { host: '127.0.0.1', port: address !== null && typeof address === 'object' ? address.port : 0 };
  }

  get isHeard(): boolean {
    return this.listeners.size > 0;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((ended) => this.server.close(ended));
  }

  private async answer(socket: Socket, [command = '', verb = '', channel = '']: string[]): Promise<void> {
    const name = command.toLowerCase();
    const { host, port } = this.primary;
    // As one before version 6: it speaks RESP2 only.
    if (name === 'hello') socket.write("-ERR unknown command 'HELLO'\r\n");
    else if (name === 'info') socket.write('$9\r\nloading:0\r\n');
    else if (name === 'subscribe') {
      this.listeners.add(socket);
      socket.write(`*3\r\n${[name, verb].map(bulk).join('')}:1\r\n`);
    } else if (name !== 'sentinel') socket.write('+OK\r\n');
    else if (verb.toLowerCase() === 'sentinels') socket.write('*0\r\n');
    else {
      if (this.tells) await this.tell(channel);
      socket.write(`*2\r\n${[host, String(port)].map(bulk).join('')}`);
    }
  }

  /** Everybody has asked by then, and nobody has been answered. */
  private async tell(asked: string): Promise<void> {
    await pause(ANSWER_MS);
    if (this.tells) {
      const { host, port } = this.primary;
      const change = `${asked === '' ? this.name : asked} ${host} ${port} ${host} ${port}`;
      for (const listener of this.listeners)
        listener.write(`*3\r\n${['message', '+switch-master', change].map(bulk).join('')}`);
      this.tells = false;
    }
    await pause(ANSWER_MS / 2);
  }
}

function bulk(text: string): string {
  return `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
}
