import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** One of the simulator's APIs, of which a test answers some paths itself. */
export class FrontedUpstream {
  private handler: Handler = (_request, response) => response.destroy();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** `path` is matched anywhere in the request target. */
  static async start(behind: string, path: RegExp): Promise<FrontedUpstream> {
    const server = createServer((incoming, response) => {
      if (path.test(incoming.url ?? '')) upstream.handler(incoming, response);
      else passOn(behind, incoming, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const upstream = new FrontedUpstream(server, `http://127.0.0.1:${port}${new URL(behind).pathname}`);
    return upstream;
  }

  answers(handler: Handler): void {
    this.handler = handler;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}

function passOn(behind: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { origin } = new URL(behind);
  const { method, headers, url = '/' } = incoming;
  const onward = request(origin + url, { method, headers: { ...headers, host: new URL(behind).host } }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  incoming.pipe(onward);
}
