import { mustNotBeLogged } from './logged-secrets.js';
import { keyFor } from './money-paths.js';

export const ANA = { email: 'ana@demo.migo.test', password: 'Demo-Pass-1!' };
export const LUIS = { email: 'luis@demo.migo.test', password: 'Demo-Pass-2!' };

export const JOSE = { username: 'jose@wallet.migo.test', password: 'Wallet-Pass-1!' };
/** Every scope; its CMS user is Ana. */
export const BILLING = { id: 'demo-billing', secret: 'demo-billing-secret-1' };
/** Reads cardholders and cards; its CMS user is Luis. */
export const READER = { id: 'demo-reader', secret: 'demo-reader-secret-2' };

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  // Bodies are what the tests look into.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

export interface Call {
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** Calls a gateway like a partner's program does. */
export class Client {
  constructor(
    readonly baseUrl: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** The same caller at another replica. */
  at(baseUrl: string): Client {
    return new Client(baseUrl, this.headers);
  }

  get(path: string, call?: Call): Promise<Reply> {
    return this.send('GET', path, call);
  }

  post(path: string, body: unknown, call?: Call): Promise<Reply> {
    return this.send('POST', path, { ...call, body });
  }

  delete(path: string, call?: Call): Promise<Reply> {
    return this.send('DELETE', path, call);
  }

  async send(method: string, path: string, { body, headers }: Call = {}): Promise<Reply> {
    const answer = await fetch(this.baseUrl + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...keyFor(method, path),
        ...this.headers,
        ...headers,
      },
      ...(body !== undefined && { body: contentOf(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, body: parse(text) };
  }

  /** The answer as it streams. */
  open(
    path: string,
    { headers, ...options }: Omit<RequestInit, 'headers'> & Pick<Call, 'headers'> = {},
  ): Promise<Response> {
    return fetch(this.baseUrl + path, { ...options, headers: { ...this.headers, ...headers } });
  }

  /** A client with a session, its handle presented as a bearer token. */
  async logIn(credentials = ANA): Promise<Client> {
    const { body } = await this.post('/v1/auth/operator/login', { ...credentials, transport: 'token' });
    const handle: string = body.data.sessionToken;
    mustNotBeLogged(credentials.password, handle);
    return new Client(this.baseUrl, { ...this.headers, authorization: `Bearer ${handle}` });
  }

  /** A client with a cardholder's session, its handle presented as a bearer token. */
  async logInAsCardholder(credentials = JOSE): Promise<Client> {
    const { body } = await this.post('/v1/auth/cardholder/login', { ...credentials, transport: 'token' });
    const handle: string = body.data.sessionToken;
    mustNotBeLogged(credentials.password, handle);
    return new Client(this.baseUrl, { ...this.headers, authorization: `Bearer ${handle}` });
  }

  /** Asks for an access token the way most OAuth clients do. */
  async requestToken({ id, secret }: typeof BILLING, form: Readonly<Record<string, string>> = {}): Promise<Reply> {
    mustNotBeLogged(secret);
    const reply = await this.sendForm(
      { grant_type: 'client_credentials', ...form },
      { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    );
    if (reply.body?.access_token !== undefined) mustNotBeLogged(String(reply.body.access_token));
    return reply;
  }

  sendForm(form: ConstructorParameters<typeof URLSearchParams>[0], headers: Call['headers'] = {}): Promise<Reply> {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.post('/v1/auth/token', new URLSearchParams(form).toString(), { headers: { ...type, ...headers } });
  }

  /** A service with an access token. */
  async asService(client = BILLING): Promise<Client> {
    const { body } = await this.requestToken(client);
    return this.withToken(String(body.access_token));
  }

  withToken(token: string): Client {
    return new Client(this.baseUrl, { ...this.headers, authorization: `Bearer ${token}` });
  }

  /** A client with a session in a cookie, sent the way a browser does. */
  async logInAsBrowser(origin: string, credentials = ANA): Promise<Client> {
    const answer = await this.post('/v1/auth/operator/login', credentials, { headers: { origin } });
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    mustNotBeLogged(credentials.password, cookie.split('=')[1] ?? '');
    return new Client(this.baseUrl, { ...this.headers, cookie, origin, 'x-migo-csrf': '1' });
  }
}

/** Text and bytes go as they are. */
function contentOf(body: unknown): NonNullable<RequestInit['body']> {
  return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
