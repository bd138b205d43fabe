import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';

/** One connection of HTTP/2, whatever certificate it meets. */
export class Http2Client {
  private readonly session: ClientHttp2Session;

  constructor(url: string) {
    this.session = connect(url, { rejectUnauthorized: false });
    this.session.on('error', () => undefined);
  }

  /** The status of an answer; undefined where there is none within the time. */
  async get(path: string, headers: Readonly<Record<string, string>>, withinMs: number): Promise<number | undefined> {
    const stream = this.session.request({ ...headers, ':path': path });
    const status = await statusOf(stream, withinMs);
    stream.close();
    return status;
  }

  /** Begins a request, and once it is answered says that it was not meant, without having sent its end. */
  async beginAndCancel(headers: Readonly<Record<string, string>>, start: string, withinMs: number): Promise<void> {
    const stream = this.session.request(headers, { endStream: false });
    stream.write(start);
    await statusOf(stream, withinMs);
    stream.close(constants.NGHTTP2_CANCEL);
  }

  close(): void {
    this.session.destroy();
  }
}

function statusOf(stream: ClientHttp2Stream, withinMs: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, withinMs, undefined);
    const end = (status?: number): void => {
      clearTimeout(timer);
      resolve(status);
    };
    stream.on('response', ({ ':status': status }) => {
      end(status);
    });
    stream.on('error', () => undefined);
    stream.once('close', () => {
      end();
    });
    stream.resume();
  });
}
