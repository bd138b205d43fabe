import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer as bytesOf } from 'node:stream/consumers';

export interface ForeignCall {
  method: string;
  /** Below the base path, as it was sent. */
  path: string;
  query: string;
  headers: IncomingHttpHeaders;
  text: string;
  bytes: Buffer;
  /** What was answered; 0 where the connection was closed or left hanging. */
  status: number;
}

export interface Answer {
  status: number;
  /** Text is sent as it is, anything else as JSON. */
  body: unknown;
  /** On top of the usual ones. */
  headers?: Readonly<Record<string, string>>;
}

/** Gets the call, its parsed body and the `{}` parts of its path. */
export type Operation = (call: ForeignCall, body: unknown, params: readonly string[]) => Answer | Promise<Answer>;

/** Keys are like `POST /cards/{}/statements`. */
export type Operations = Readonly<Record<string, Operation>>;

export interface ForeignFault {
  kind: 'hang' | 'hang-up' | 'status';
  /** The beginning of the paths it strikes. */
  path: string;
  status?: number;
}

/** A refusal of the upstream. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface Place {
  host: string;
  /** E.g. `/x/rest`; empty for the root. */
  basePath: string;
  operations: Operations;
}

/** What an honest deployment adds to every answer, and nobody's client should see. */
const CHATTER = {
  'x-powered-by': 'Express',
  server: 'nginx/1.18.0 (Ubuntu)',
  'set-cookie': ['upstream_session=s-1234567890; Path=/; HttpOnly', 'lb=node-7'],
  'x-internal-node': 'rest-7.internal',
};

/** Of a browser or a proxy: an upstream that gets one of these was handed what was not meant for it. */
const FOREIGN_HEADERS = [
  'cookie',
  'origin',
  'referer',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-migo-csrf',
];

/** One upstream on plain node:http. Records what it gets and refuses whatever is not exactly right. */
export class ForeignServer {
  readonly received: ForeignCall[] = [];
  fault: ForeignFault | undefined;
  private url = '';
  private readonly server = createServer((request, response) => {
    void this.answer(request, response);
  });

  constructor(private readonly place: Place) {}

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, this.place.host, resolve));
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    this.url = `http://${this.place.host}:${address.port}${this.place.basePath}`;
    return this.url;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = splitUrl(request.url ?? '');
    const path = pathname.startsWith(`${this.place.basePath}/`) ? pathname.slice(this.place.basePath.length) : '';
    const { method = '', headers } = request;
    const bytes = await bytesOf(request);
    const call: ForeignCall = { method, path, query: search, headers, text: bytes.toString(), bytes, status: 0 };
    this.received.push(call);
    const { fault } = this;
    const struck = fault !== undefined && path.startsWith(fault.path);
    if (struck && fault.kind === 'hang') return;
    if (struck && fault.kind === 'hang-up') {
      request.socket.destroy();
      return;
    }
    const answer = struck ? { status: fault.status ?? 500, body: { oops: 'upstream wording' } } : await this.run(call);
    call.status = answer.status;
    response.writeHead(answer.status, { ...CHATTER, 'content-type': 'application/json', ...answer.headers });
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  }

  private async run(call: ForeignCall): Promise<Answer> {
    try {
      this.checkEnvelope(call);
      for (const [key, operation] of Object.entries(this.place.operations)) {
        const params = match(key, call);
        if (params !== undefined) return await operation(call, parse(call), params);
      }
      throw new Refused(404, '7010', `no endpoint ${call.path}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { status, code, message } = error;
      return { status, body: { success: false, message, errors: [{ code, message }], traceId: 'trace-of-upstream' } };
    }
  }

  private checkEnvelope({ headers, text }: ForeignCall): void {
    if (headers.host !== new URL(this.url).host) throw new Refused(421, '7000', 'misdirected');
    const wrong = FOREIGN_HEADERS.find((name) => headers[name] !== undefined);
    if (wrong !== undefined) throw new Refused(400, '7000', `unexpected header ${wrong}`);
    if (text !== '' && !/^(application\/json|multipart\/form-data)\b/.test(headers['content-type'] ?? '')) {
      throw new Refused(415, '7000', 'send JSON or a form');
    }
  }
}

function splitUrl(url: string): { pathname: string; search: string } {
  const start = url.indexOf('?');
  return start === -1 ? { pathname: url, search: '' } : { pathname: url.slice(0, start), search: url.slice(start + 1) };
}

function match(key: string, { method, path }: ForeignCall): string[] | undefined {
  const [wanted, template = ''] = key.split(' ');
  if (wanted !== method) return undefined;
  const found = new RegExp(`^${template.replaceAll('{}', '([^/]+)')}$`).exec(path);
  return found === null ? undefined : found.slice(1).map(decodeURIComponent);
}

function parse({ text, headers }: ForeignCall): unknown {
  try {
    return text === '' || headers['content-type']?.startsWith('multipart/') === true ? undefined : JSON.parse(text);
  } catch {
    throw new Refused(400, '7000', 'not JSON');
  }
}

/** A text field of a parsed body; refused with 400 where it is missing. */
export function textField(body: unknown, name: string): string {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  if (typeof value !== 'string' || value === '') throw new Refused(400, '7000', `${name} is missing`);
  return value;
}
