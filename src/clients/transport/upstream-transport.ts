import type { AxiosInstance } from 'axios';
import { Pool, type Dispatcher } from 'undici';
import type { UpstreamName, UpstreamSettings } from '../../config/upstream.settings.js';
import { createAxios } from './axios.adapter.js';
import { decoded, isReadable } from './decoded-answer.js';
import { type Answer, Exchange, type ForwardRequest } from './exchange.js';
import { connectorOf } from './interim-answers.js';
import { UpstreamError } from './upstream-error.js';
import { type CallOutcome, outcomeOfAnswer, outcomeOfFailure, UpstreamHealth } from './upstream-health.js';
import { sharedClock } from '../../storage/shared-clock.js';

const KEEP_ALIVE_MS = 4000;
/** Migo: concepts/security. */
export const TLS_MIN_VERSION = 'TLSv1.2';

/** Everything that reaches one upstream goes through here: one set of limits, two faces. */
export class UpstreamTransport {
  /** For typed client methods: small JSON requests and answers. Redirects, absolute URLs and large answers are refused. */
  readonly axios: AxiosInstance;
  /** The same for logins and refreshes, which may take long: they have connections of their own, so that no other call waits for them. */
  readonly tokenAxios: AxiosInstance;
  readonly host: string;
  readonly health = new UpstreamHealth();
  private readonly pool: Pool;
  private readonly tokenPool: Pool;
  private readonly basePath: string;

  constructor(
    readonly name: UpstreamName,
    private readonly settings: UpstreamSettings,
    private readonly clientStallMs: number,
  ) {
    const { origin, host, pathname } = new URL(settings.baseUrl);
    this.host = host;
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
      connect: connectorOf({ timeout: settings.connectMs, minVersion: TLS_MIN_VERSION }),
    };
    this.pool = new Pool(origin, options);
    this.tokenPool = new Pool(origin, options);
    this.axios = this.axiosOn(this.pool, settings.deadlineMs);
    this.tokenAxios = this.axiosOn(this.tokenPool, settings.tokenDeadlineMs);
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

  private axiosOn(pool: Pool, deadlineMs: number): AxiosInstance {
    return createAxios({ forward: (request) => this.send(pool, request), deadlineMs });
  }

  /** A health read, which nobody has to be known for. */
  async probe(path: string, deadlineMs: number): Promise<CallOutcome> {
    const headers = { accept: 'application/json', 'user-agent': 'migo-gateway' };
    const request = { method: 'GET', path, headers, deadlineMs, firstByteMs: deadlineMs, bufferBytes: 4096 } as const;
    const startedAt = performance.now();
    try {
      return outcomeOfAnswer(request, await this.forward(request), performance.now() - startedAt);
    } catch (error) {
      const failed = error instanceof UpstreamError ? error.failure : 'unreachable';
      return { at: sharedClock.now(), failed };
    }
  }

  private async send(pool: Pool, request: ForwardRequest): Promise<Answer> {
    const startedAt = performance.now();
    try {
      const given = await this.exchange(pool, request);
      // Most are as they should be: those are not waited for once more.
      const answer = isReadable(given) ? given : await this.readable(given, request);
      this.health.add(outcomeOfAnswer(request, answer, performance.now() - startedAt));
      return answer;
    } catch (error) {
      const outcome = error instanceof UpstreamError ? outcomeOfFailure(request, error) : undefined;
      if (outcome !== undefined) this.health.add(outcome);
      throw error;
    }
  }

  private exchange(pool: Pool, request: ForwardRequest): Promise<Answer> {
    const { clientStallMs } = this;
    return new Promise((resolve, reject) => {
      const firstByteMs = request.firstByteMs ?? this.settings.firstByteMs;
      const call = { request, firstByteMs, clientStallMs, resolve, reject };
      pool.dispatch(this.toDispatch(request), new Exchange(this.name, call));
    });
  }

  private async readable(answer: Answer, request: ForwardRequest): Promise<Answer> {
    try {
      return await decoded(answer, request.bufferBytes);
    } catch (error) {
      throw new UpstreamError(this.name, 'invalid-answer', true, error);
    }
  }

  private toDispatch({ method, path, headers, body }: ForwardRequest): Dispatcher.DispatchOptions {
    return { method, path: this.basePath + path, headers, body: body ?? null };
  }
}
