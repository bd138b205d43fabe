import { createServer, type Server, type Socket } from 'node:net';

/** A peer that speaks just enough of RESP to be connected to: the first subscription is confirmed, later ones never are. */
export class HalfRedis {
  subscriptions = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        for (const [command = ''] of commandsOf(data.toString())) this.answer(socket, command.toLowerCase());
      });
    });
  }

  static async start(): Promise<HalfRedis> {
    const peer = new HalfRedis();
    await new Promise<void>((ready) => peer.server.listen(0, '127.0.0.1', ready));
    return peer;
  }

  get url(): string {
    const address = this.server.address();
    return `redis://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  }

  dropConnections(): void {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  async stop(): Promise<void> {
    this.dropConnections();
    await new Promise((ended) => this.server.close(ended));
  }

  private answer(socket: Socket, command: string): void {
    if (command === 'info') socket.write('$9\r\nloading:0\r\n');
    else if (command === 'time') socket.write('*2\r\n$1\r\n1\r\n$1\r\n0\r\n');
    else if (command !== 'subscribe') socket.write('+OK\r\n');
    else if (++this.subscriptions === 1) socket.write('*3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:1\r\n');
  }
}

/** Commands as clients send them: arrays of bulk strings (RESP2). */
export function commandsOf(text: string): string[][] {
  return text
    .split(/^\*\d+\r\n/m)
    .slice(1)
    .map((command) => command.split('\r\n').filter((_line, index) => index % 2 === 1));
}
