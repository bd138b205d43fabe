import { createServer, type Server, type Socket } from 'node:net';

type Behaviour = (socket: Socket) => void;

/** An upstream that answers each request with whatever bytes a test wants: what no HTTP server would send. */
export class VerbatimUpstream {
  /** Requests that arrived. */
  requests = 0;
  /** Connections that the gateway closed. */
  closed = 0;
  /** The bytes of the latest request. */
  received = '';
  private behaviour: Behaviour = (socket) => socket.destroy();

  private constructor(
    private readonly server: Server,
    private readonly sockets: Set<Socket>,
  ) {
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        this.closed += 1;
      });
      // Requests of the tests fit into one segment.
      socket.on('data', (bytes) => {
        this.requests += 1;
        this.received = bytes.toString('latin1');
        this.behaviour(socket);
      });
    });
  }

  static async start(): Promise<VerbatimUpstream> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new VerbatimUpstream(server, new Set());
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `http://127.0.0.1:${address.port}`;
  }

  answers(behaviour: Behaviour): void {
    this.behaviour = behaviour;
  }

  /** Sends it and closes the connection. */
  answersWith(bytes: string | Buffer): void {
    this.answers((socket) => socket.end(bytes));
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

/** An address at which nothing listens. */
export async function deadAddress(): Promise<string> {
  const upstream = await VerbatimUpstream.start();
  const { url } = upstream;
  await upstream.close();
  return url;
}
