import type { LookupAddress } from 'node:dns';
import type { AxiosInstance } from 'axios';
import { Client, type Dispatcher } from 'undici';
import { TlsSpokenError } from '../../common/tls/spoken.js';
import type { UpstreamName, UpstreamSettings } from '../../config/sections/upstream.settings.js';
import { sharedClock } from '../../storage/shared-clock.js';
import { createAxios } from './axios.adapter.js';
import { clientOptionsOf } from './connection/client-options.js';
import { CurrentPool } from './connection/current-pool.js';
import { createPool } from './connection/pooled-client.js';
import { resolved } from './connection/public-addresses.js';
import { wasWithoutTls } from './connection/without-tls.js';
import { Exchange } from './exchange.js';
import type { Answer, ForwardRequest } from './upstream-call.js';
import type { Breaker } from './resilience/breaker.js';
import type { Bulkhead } from './resilience/bulkhead.js';
import { type CallClass, POOL_NAMES, type PoolName, type Seat } from './resilience/call-class.js';
import { GuardedCalls } from './resilience/guarded-calls.js';
import { Lane } from './resilience/lane.js';
import { UpstreamError } from './upstream-error.js';
import { type CallOutcome, outcomeOfAnswer, type UpstreamHealth } from './upstream-health.js';

/** What holds for all upstreams. */
export interface TransportRules {
  clientStallMs: number;
  /** Whether one partner could take the connections from another now. */
  hasSeveralPartners: () => boolean;
  /** Whether names may lead anywhere: on a developer's machine. */
  trustsNames: boolean;
}

/** Everything that reaches one upstream goes through here: one set of limits, two faces. */
export class UpstreamTransport {
  /** Face for typed client methods: small JSON requests and answers. Redirects, absolute URLs and large answers are refused. */
  readonly axios: AxiosInstance;
  /** The same for logins and refreshes, which may take long: they have connections of their own, so that no other call waits for them. */
  readonly tokenAxios: AxiosInstance;
  readonly host: string;
  private readonly origin: string;
  private readonly basePath: string;
  private readonly lanes: Readonly<Record<PoolName, Lane>>;
  private readonly calls: GuardedCalls;

  constructor(
    readonly name: UpstreamName,
    private readonly settings: UpstreamSettings,
    private readonly rules: TransportRules,
  ) {
    const { origin, host, pathname } = new URL(settings.baseUrl);
    this.host = host;
    this.origin = origin;
    this.basePath = pathname.replace(/\/+$/, '');
    const { connections, bulkhead } = settings;
    const [none, unshared] = [{ queue: 0 }, { partnerPart: 1, callerPart: 1 }];
    this.lanes = {
      calls: this.laneOf(connections, {}),
      streams: this.laneOf(bulkhead.streams, none),
      uploads: this.laneOf(bulkhead.uploads, none),
      permissions: this.laneOf(connections, unshared),
      tokens: this.laneOf(connections, unshared),
    };
    this.calls = new GuardedCalls(
      {
        name,
        lanes: this.lanes,
        exchange: (dispatcher, request, deadlineMs) => this.exchange(dispatcher, request, deadlineMs),
        exchangeAnew: (request, deadlineMs) => this.exchangeAnew(request, deadlineMs),
      },
      settings,
    );
    this.axios = this.axiosOf('permission', settings.deadlineMs);
    this.tokenAxios = this.axiosOf('token', settings.tokenDeadlineMs);
  }

  get health(): UpstreamHealth {
    return this.calls.health;
  }

  get breaker(): Breaker {
    return this.calls.breaker;
  }

  /**
   * Sends one request and reads its answer.
   *
   * @throws UpstreamError where there is no complete answer within the times of the request
   */
  forward(request: ForwardRequest): Promise<Answer> {
    return this.calls.send(request, request.seat ?? { class: 'read' });
  }

  /** Why such a call would be refused now at once; undefined where it would be made, or wait. What is asked for counts as refused. */
  refusalOf(seat: Seat): UpstreamError | undefined {
    return this.calls.refusalOf(seat);
  }

  /** For operations: the rules of calls, who has which connections, and what is refused or repeated. */
  describe(): object {
    const { breaker, budget } = this.calls;
    const { connectMs, firstByteMs, deadlineMs } = this.settings;
    return {
      times: { connectMs, firstByteMs, deadlineMs },
      breaker: breaker.describe(),
      connections: Object.fromEntries(POOL_NAMES.map((pool) => [pool, this.lanes[pool].describe()])),
      retries: budget.describe(),
    };
  }

  /** Since the start: calls that were made again, or were not for lack of budget. */
  get retries(): Readonly<Record<'made' | 'refused', number>> {
    return this.calls.budget.total;
  }

  /** Bulkheads by pool: who has, wants, waited for or was refused a connection. */
  get bulkheads(): readonly (readonly [PoolName, Bulkhead])[] {
    return POOL_NAMES.map((pool) => [pool, this.lanes[pool].bulkhead]);
  }

  /**
   * Where its name leads, of what calls may go to.
   *
   * @throws Error with the code that a connection would end with
   */
  resolve(): Promise<LookupAddress[]> {
    const { hostname } = new URL(this.origin);
    return resolved(hostname, this.rules.trustsNames ? undefined : this.settings.allowedNetworks);
  }

  async close(): Promise<void> {
    await Promise.all(POOL_NAMES.map((pool) => this.lanes[pool].destroy()));
  }

  /** A health read, which nobody has to be known for. The breaker does not keep it: it is how one sees that it may close. */
  async probe(path: string, deadlineMs: number): Promise<CallOutcome> {
    const headers = { accept: 'application/json', 'user-agent': 'migo-gateway' };
    const request = { method: 'GET', path, headers, deadlineMs, firstByteMs: deadlineMs, bufferBytes: 4096 } as const;
    const startedAt = performance.now();
    const outcome = await this.exchange(this.lanes.permissions.pool, request, deadlineMs).then(
      (answer) => outcomeOfAnswer(request, answer, performance.now() - startedAt),
      (error: unknown) => ({
        at: sharedClock.now(),
        failed: error instanceof UpstreamError ? (error.tlsFault ?? error.failure) : 'unreachable',
      }),
    );
    this.health.add(outcome);
    return outcome;
  }

  private laneOf(connections: number, other: { queue?: number; partnerPart?: number; callerPart?: number }): Lane {
    const { queue, queueMs, partnerPart, callerPart } = this.settings.bulkhead;
    const pools = new CurrentPool(
      () => createPool(this.origin, clientOptionsOf(this.settings, this.rules), connections),
      () => this.settings.tls,
    );
    return new Lane(this.name, pools, {
      connections,
      queue,
      queueMs,
      partnerPart,
      callerPart,
      hasSeveralPartners: this.rules.hasSeveralPartners,
      ...other,
    });
  }

  private axiosOf(kind: CallClass, deadlineMs: number): AxiosInstance {
    return createAxios({ forward: (request) => this.calls.send(request, { class: kind }), deadlineMs });
  }

  private async exchangeAnew(request: ForwardRequest, deadlineMs: number): Promise<Answer> {
    const client = new Client(this.origin, clientOptionsOf(this.settings, this.rules));
    try {
      return await this.exchange(client, request, deadlineMs);
    } finally {
      void client.close();
    }
  }

  private exchange(dispatcher: Dispatcher, request: ForwardRequest, deadlineMs: number): Promise<Answer> {
    const { clientStallMs } = this.rules;
    const { maxAnswerBytes } = this.settings;
    return new Promise((resolve, reject) => {
      const firstByteMs = request.firstByteMs ?? this.settings.firstByteMs;
      const settle = (answer: Answer): void => {
        if (wasWithoutTls(this.origin, answer))
          reject(new UpstreamError(this.name, 'unreachable', false, { cause: new TlsSpokenError() }));
        else resolve(answer);
      };
      const call = { request, deadlineMs, firstByteMs, clientStallMs, maxAnswerBytes, resolve: settle, reject };
      dispatcher.dispatch(this.toDispatch(request), new Exchange(this.name, call));
    });
  }

  private toDispatch({ method, path, headers, body }: ForwardRequest): Dispatcher.DispatchOptions {
    return { method, path: this.basePath + path, headers, body: body ?? null };
  }
}
