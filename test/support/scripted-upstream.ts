import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

interface Received {
  method: string;
  path: string;
  /** On the clock of `performance.now()`. */
  at: number;
  /** How many requests came on its connection before it. */
  before: number;
}

export type Script = (response: ServerResponse, call: Received & { request: IncomingMessage }) => void;

export const answering =
  (status: number, body: object = { success: status < 300, data: {} }, headers: Record<string, string> = {}): Script =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

export const after =
  (ms: number, script: Script = answering(200)): Script =>
  (response, call) => {
    setTimeout(script, ms, response, call);
  };

/** An HTTP server that does to each request what a test wants, and counts. Bodies are read to their end first. */
export class ScriptedUpstream {
  calls: Received[] = [];
  script: Script = answering(200);
  private readonly before = new WeakMap<Socket, number>();
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.keepAliveTimeout = 60_000;
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const before = this.before.get(request.socket) ?? 0;
      this.before.set(request.socket, before + 1);
      const call = { method: request.method ?? '', path: request.url ?? '', at: performance.now(), before };
      this.calls.push(call);
      request.on('error', () => undefined);
      request.resume().on('end', () => {
        this.script(response, { ...call, request });
      });
    });
  }

  static async start(): Promise<ScriptedUpstream> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ScriptedUpstream(server);
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Connections that are open. */
  get connections(): number {
    return this.sockets.size;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}
