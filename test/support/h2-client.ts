import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, type IncomingHttpHeaders } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface H2Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

interface H2Request {
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
}

/** A browser's side of HTTP/2 (RFC 9113), from an address of its own. */
export class H2Client {
  private constructor(private readonly session: ClientHttp2Session) {}

  static async connect(url: string, { ca, localAddress }: { ca: string; localAddress: string }): Promise<H2Client> {
    const { hostname, port } = new URL(url);
    const certificate = readFileSync(ca);
    const session = connect(url, {
      createConnection: () =>
        connectTls({
          socket: connectTcp({ host: '127.0.0.1', port: Number(port), localAddress }),
          servername: hostname,
          ca: certificate,
          ALPNProtocols: ['h2'],
        }),
    });
    session.on('error', () => undefined);
    await once(session, 'connect');
    return new H2Client(session);
  }

  open(method: string, path: string, { headers, body }: H2Request = {}): ClientHttp2Stream {
    const stream = this.session.request(
      { ':method': method, ':path': path, ...headers },
      { endStream: body === undefined },
    );
    if (body !== undefined) stream.end(body);
    return stream;
  }

  async send(method: string, path: string, request: H2Request = {}): Promise<H2Answer> {
    const stream = this.open(method, path, request);
    const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders];
    const chunks: Buffer[] = [];
    // A server that refuses a body may reset what is left of it, once it has answered (RFC 9113, section 8.1).
    await new Promise((resolve) => {
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('close', resolve);
      stream.on('error', resolve);
    });
    return { status: Number(headers[':status']), headers, text: Buffer.concat(chunks).toString() };
  }

  close(): void {
    this.session.destroy();
  }
}
