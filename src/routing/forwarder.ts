import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.js';
import type { Answer, AnswerHead } from '../clients/transport/exchange.js';
import { UpstreamError } from '../clients/transport/upstream-error.js';
import { problemOfFailure } from '../clients/transport/upstream-problem.js';
import { UpstreamTransports } from '../clients/transport/upstream-transports.js';
import { callRenewing } from '../credentials/call-renewing.js';
import type { Credential, CredentialSource } from '../credentials/credential.js';
import { Credentials } from '../credentials/credentials.js';
import { Metrics } from '../observability/metrics.js';
import { REQUEST_ID_HEADER } from '../observability/request-id.js';
import { Problem } from '../problems/problem.js';
import { claimsJson, clientHeaders, looksLikeJson } from './answer-headers.js';
import './raw-body.js';
import type { PreparedRoute } from './route.prepared.js';
import type { PathParams } from './upstream-path.js';
import { problemOfRefusal } from './upstream-refusal.js';

/** An answer up to this size is sent on once it is complete; a larger one streams. */
const BUFFER_BYTES = 65_536;

interface Exchange {
  route: PreparedRoute;
  request: FastifyRequest;
  reply: FastifyReply;
  /** Path and query upstream. */
  path: string;
}

interface FirstCall {
  source: CredentialSource;
  credential: Credential;
  answer: Answer;
}

/** Takes a checked request to its upstream and the answer back. */
@Injectable()
export class Forwarder {
  constructor(
    private readonly transports: UpstreamTransports,
    private readonly credentials: Credentials,
    private readonly metrics: Metrics,
  ) {}

  async forward(route: PreparedRoute, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    request.record.upstream = route.target.name;
    // First of all: an address that is not fit to be sent must not cost a login.
    const query = route.query.admit(request.url, request.query);
    const path = route.toUpstreamPath(request.params as PathParams) + (typeof query === 'string' ? query : await query);
    const exchange = { route, request, reply, path };
    const source = this.credentials.source(route.credential);
    const credential = await source.get(caller);
    const answer = await this.call(exchange, credential);
    deliver(exchange, answer.status === 401 ? await this.callAgain(exchange, { source, credential, answer }) : answer);
  }

  /** Migo refuses a token before it does anything else, so the call may be made again with a new one. */
  private callAgain(exchange: Exchange, { source, credential, answer }: FirstCall): Promise<Answer> {
    const { route, request } = exchange;
    return callRenewing({
      source,
      owner: callerOf(request),
      first: { credential, answer },
      call: (renewed) => {
        if (route.row.money === true) throw new Problem('credential_renewed', { upstream: route.target.name });
        return this.call(exchange, renewed);
      },
      refusalOf: (given) =>
        given.status === 401 && given.kind !== 'streamed' ? given.body.toString('utf8') : undefined,
    });
  }

  private async call({ route, request, reply, path }: Exchange, credential: Credential): Promise<Answer> {
    const { target, row } = route;
    const startedAt = performance.now();
    let status = 'failed';
    try {
      const answer = await this.transports.get(target.name).forward({
        method: row.method,
        path,
        headers: upstreamHeaders(request, credential),
        deadlineMs: route.deadlineMs,
        bufferBytes: BUFFER_BYTES,
        openStream: (head) => openStream(reply, head),
        ...(request.rawBody !== undefined && { body: request.rawBody }),
        // Money goes on moving when the client has gone; a read without a reader ends.
        ...(row.money !== true && { client: reply.raw }),
      });
      status = String(answer.status);
      return answer;
    } catch (error) {
      throw error instanceof UpstreamError ? problemOfFailure(error, { movesMoney: row.money === true }) : error;
    } finally {
      const ms = performance.now() - startedAt;
      request.record.upstreamMs = ms;
      this.metrics.upstreamCalls.observe({ upstream: target.name, status }, ms / 1000);
    }
  }
}

function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === undefined) throw new Problem('authentication_required');
  return caller;
}

/** All that an upstream is told of the request, beside path, query and body. Nothing of the client's own headers is among it. */
function upstreamHeaders(request: FastifyRequest, credential: Credential): Record<string, string> {
  return {
    accept: 'application/json',
    'user-agent': 'migo-gateway',
    [REQUEST_ID_HEADER]: request.id,
    ...(request.rawBody !== undefined && { 'content-type': 'application/json' }),
    ...credential.headers,
  };
}

/** Where a large answer goes: straight to the client's connection. */
function openStream(reply: FastifyReply, { status, headers }: AnswerHead): FastifyReply['raw'] | undefined {
  if (status >= 300 || !claimsJson(headers)) return undefined;
  reply.hijack();
  const length = headers['content-length'];
  void reply.headers(clientHeaders(headers));
  if (typeof length === 'string') void reply.header('content-length', length);
  // Fastify keeps the headers; Node's response has to be given them.
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  reply.raw.statusCode = status;
  return reply.raw;
}

function deliver({ route, reply }: Exchange, answer: Answer): void {
  if (answer.kind === 'streamed') return;
  const { row, target, hasPartner } = route;
  const movesMoney = row.money === true;
  if (answer.status >= 300) throw problemOfRefusal(answer, { upstream: target.name, hasPartner, movesMoney });
  if (!isWholeJson(answer)) {
    throw new Problem(movesMoney ? 'outcome_unknown' : 'upstream_invalid_answer', { upstream: target.name });
  }
  void reply.status(answer.status).headers(clientHeaders(answer.headers)).send(answer.body);
}

function isWholeJson({ kind, status, headers, body }: Exclude<Answer, { kind: 'streamed' }>): boolean {
  if (status === 204 || status === 205) return true;
  const encoded = headers['content-encoding'] !== undefined;
  return kind === 'whole' && claimsJson(headers) && (encoded || looksLikeJson(body));
}
