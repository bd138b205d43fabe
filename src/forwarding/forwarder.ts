import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../auth/callers/caller.js';
import type { Answer, ForwardRequest } from '../clients/transport/exchange.js';
import { UpstreamError } from '../clients/transport/upstream-error.js';
import { problemOfFailure } from '../clients/transport/upstream-problem.js';
import { UpstreamTransports } from '../clients/transport/upstream-transports.js';
import { Settings } from '../config/settings.js';
import { callRenewing } from '../credentials/call-renewing.js';
import type { Credential, CredentialSource } from '../credentials/credential.js';
import { Credentials } from '../credentials/credentials.js';
import { Metrics } from '../observability/metrics.js';
import { Problem } from '../problems/problem.js';
import { deliver, openStream } from './answer/delivery.js';
import { deliverConcealed } from './answer/concealed-delivery.js';
import { InlineCodes } from './inline-codes.js';
import type { PreparedRoute } from '../policy/route.prepared.js';
import { openUpload, type UploadRequest } from './uploads/upload-request.js';
import type { PathParams } from './request/upstream-path.js';
import { refusesToken } from '../clients/migo/refusal.js';
import { contentTypeOf, upstreamBody, upstreamHeaders } from './request/upstream-request.js';

interface Exchange {
  route: PreparedRoute;
  request: FastifyRequest;
  reply: FastifyReply;
  /** Path and query upstream. */
  path: string;
  upload: UploadRequest | undefined;
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
    private readonly codes: InlineCodes,
    private readonly settings: Settings,
  ) {}

  async forward(route: PreparedRoute, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    request.record.upstream = route.target.name;
    // First of all: an address that is not fit to be sent must not cost a login.
    const query = route.query.admit(request.url, request.query);
    const path = route.toUpstreamPath(request.params as PathParams) + (typeof query === 'string' ? query : await query);
    const source = this.credentials.source(route.credential);
    const held = source.get(caller);
    const credential = held instanceof Promise ? await held : held;
    const exchange = { route, request, reply, path, upload: openUpload(route, request) };
    const answer =
      route.row.otp === undefined
        ? await this.send(exchange, { source, credential })
        : await this.codes.guess({ ...exchange, caller }, () => this.send(exchange, { source, credential }));
    if (route.row.conceal === undefined) deliver(exchange, answer);
    else await deliverConcealed(exchange, answer, this.settings.limits.refusalStepMs);
  }

  private async send(exchange: Exchange, { source, credential }: Omit<FirstCall, 'answer'>): Promise<Answer> {
    const answer = await this.call(exchange, credential);
    return answer.status === 401 ? this.callAgain(exchange, { source, credential, answer }) : answer;
  }

  /** Migo refuses a token before it does anything else, so the call may be made again with a new one. */
  private callAgain(exchange: Exchange, { source, credential, answer }: FirstCall): Promise<Answer> {
    const { route, request } = exchange;
    return callRenewing({
      source,
      owner: callerOf(request),
      first: { credential, answer },
      call: (renewed) => {
        // Money is never sent twice, and a body that was streamed is gone.
        if (route.row.money === true || exchange.upload !== undefined) {
          throw new Problem('credential_renewed', { upstream: route.target.name });
        }
        return this.call(exchange, renewed);
      },
      refusalOf: (given) =>
        given.kind !== 'streamed' && refusesToken(given, route.target.name) ? given.body.toString('utf8') : undefined,
    });
  }

  private async call(exchange: Exchange, credential: Credential): Promise<Answer> {
    const { route, request, reply, upload } = exchange;
    const { target, row } = route;
    const { bufferBytes, streamAtOnce, rewrite } = route.answer;
    const { headers, body } = contentOf(exchange, credential);
    const startedAt = performance.now();
    let status = 'failed';
    try {
      const answer = await this.transports.get(target.name).forward({
        method: row.upstreamMethod ?? row.method,
        path: exchange.path,
        headers,
        body,
        deadlineMs: route.deadlineMs,
        // An upload is answered when it is complete, and an event when there is one.
        firstByteMs: upload !== undefined || streamAtOnce ? route.deadlineMs : undefined,
        bufferBytes,
        streamAtOnce,
        openStream: rewrite === undefined ? (head) => openStream(exchange, head) : undefined,
        // Money goes on moving when the client has gone; a read without a reader ends.
        client: row.money === true ? undefined : reply.raw,
      });
      status = String(answer.status);
      return answer;
    } catch (error) {
      throw error instanceof UpstreamError ? problemOf(error, exchange) : error;
    } finally {
      const ms = performance.now() - startedAt;
      request.record.upstreamMs = ms;
      this.metrics.upstreamCalls.observe({ upstream: target.name, status }, ms / 1000);
    }
  }
}

/** Headers and body of the upstream request. */
function contentOf(
  { route, request, upload }: Exchange,
  credential: Credential,
): Pick<ForwardRequest, 'headers' | 'body'> {
  if (upload !== undefined) {
    const headers = upstreamHeaders(route, request, { credential, contentType: upload.contentType });
    if (upload.length !== undefined) headers['content-length'] = String(upload.length);
    return { headers, body: upload.body };
  }
  const body = upstreamBody(route.row, request, credential);
  const headers = upstreamHeaders(route, request, { credential, contentType: contentTypeOf(body) });
  return { headers, body };
}

/** An upload that was stopped half-way, by its own fault or because the client left, had no effect. */
function problemOf(error: UpstreamError, { route, upload }: Exchange): Problem {
  const stoppedBy = upload?.body.errored;
  if (stoppedBy instanceof Problem) return stoppedBy;
  const isComplete = upload?.body.readableEnded ?? true;
  return problemOfFailure(error, { movesMoney: route.row.money === true && isComplete });
}

function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === undefined) throw new Problem('authentication_required');
  return caller;
}
