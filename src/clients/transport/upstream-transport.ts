import axios, { type AxiosInstance } from 'axios';
import { Pool, type Dispatcher } from 'undici';
import type { UpstreamName, UpstreamSettings } from '../../config/upstream.settings.js';
import { createAxiosAdapter } from './axios.adapter.js';
import { type Answer, Exchange, type ForwardRequest } from './exchange.js';

const KEEP_ALIVE_MS = 4000;
/** Migo: concepts/security. */
export const TLS_MIN_VERSION = 'TLSv1.2';

/** Everything that reaches one upstream goes through here: one set of limits, two faces. */
export class UpstreamTransport {
  /** For typed client methods: small JSON requests and answers. Redirects, absolute URLs and large answers are refused. */
  readonly axios: AxiosInstance;
  /** The same for logins and refreshes, which may take long: they have connections of their own, so that no other call waits for them. */
  readonly tokenAxios: AxiosInstance;
  private readonly pool: Pool;
  private readonly tokenPool: Pool;
  private readonly basePath: string;

  constructor(
    readonly name: UpstreamName,
    private readonly settings: UpstreamSettings,
  ) {
    const { origin, pathname } = new URL(settings.baseUrl);
    this.basePath = pathname.replace(/\/+$/, '');
    const options: Pool.Options = {
      connections: settings.connections,
      // One request at a time on a connection: a slow answer must not hold up somebody else's payment.
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // Exchange keeps the times itself, to the millisecond; undici's own are coarse and default to 300 s.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: settings.maxAnswerBytes,
      connect: { timeout: settings.connectMs, minVersion: TLS_MIN_VERSION },
    };
    this.pool = new Pool(origin, options);
    this.tokenPool = new Pool(origin, options);
    this.axios = createAxios(this);
    this.tokenAxios = createAxios({
      forward: (request) => this.send(this.tokenPool, request),
      deadlineMs: settings.tokenDeadlineMs,
    });
  }

  get deadlineMs(): number {
    return this.settings.deadlineMs;
  }

  /**
   * Sends one request and reads its answer.
   *
   * @throws UpstreamError where there is no complete answer within the times of the request
   */
  forward(request: ForwardRequest): Promise<Answer> {
    return this.send(this.pool, request);
  }

  async close(): Promise<void> {
    await Promise.all([this.pool.destroy(), this.tokenPool.destroy()]);
  }

  private send(pool: Pool, request: ForwardRequest): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const firstByteMs = request.firstByteMs ?? this.settings.firstByteMs;
      pool.dispatch(this.toDispatch(request), new Exchange(this.name, { request, firstByteMs, resolve, reject }));
    });
  }

  private toDispatch({ method, path, headers, body }: ForwardRequest): Dispatcher.DispatchOptions {
    return { method, path: this.basePath + path, headers, body: body ?? null };
  }
}

function createAxios(transport: Parameters<typeof createAxiosAdapter>[0]): AxiosInstance {
  return axios.create({
    adapter: createAxiosAdapter(transport),
    timeout: transport.deadlineMs,
    allowAbsoluteUrls: false,
    maxRedirects: 0,
    // Text: whoever reads an answer parses it with care.
    transformResponse: (data: unknown) => data,
    // The caller classifies the status; nothing here may throw an error that carries the request's headers.
    validateStatus: () => true,
  });
}
