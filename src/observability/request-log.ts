import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { LabelTrie } from '../common/label-trie.js';
import type { LineBatch } from './line-batch.js';
import type { Metrics } from './metrics.js';
import { REQUEST_ID_HEADER } from '../common/request-id.js';
import type { ProblemBody } from '../problems/problem.body.js';
import './request-record.js';

interface LogTarget {
  /** Says which levels are on. */
  logger: Logger;
  /** On the way to where the logger writes. */
  batch: LineBatch;
  /** `,"time":"..."` */
  time: () => string;
}

type Told = Pick<FastifyRequest, 'id' | 'record'> & { method?: string };
type Malformed = Pick<ProblemBody, 'code' | 'status' | 'requestId'>;
type Outcome = Pick<FastifyReply['raw'], 'statusCode' | 'writableFinished'>;

/**
 * Writes the line of a request, in pino's format and to pino's destination. Nearly all of a line is the same for all
 * requests of a kind and is formatted once; as a call of the logger, the line would cost more than all guards together.
 */
export class RequestLogger {
  /** Routes times statuses times partners: a closed set, so it needs no bound. */
  private readonly kinds = new LabelTrie<string>();

  constructor(private readonly target: LogTarget) {}

  write({ id, method, record }: Told, { raw, durationMs }: { raw: Outcome; durationMs: number }): void {
    const { statusCode: status, writableFinished } = raw;
    const level = status >= 500 ? 'warn' : 'info';
    const { logger, batch, time } = this.target;
    if (!logger.isLevelEnabled(level)) return;
    const { route, caller, partner, upstream, upstreamMs, problem } = record;
    const aborted = writableFinished ? undefined : true;
    const kind = this.kinds.with(route).with(status).with(partner).with(caller).with(method);
    const exact = kind.with(upstream).with(problem).with(aborted);
    exact.value ??= JSON.stringify({ method, status, route, caller, partner, upstream, problem, aborted }).slice(1, -1);
    const upstreamPart = upstreamMs === undefined ? '' : `,"upstreamMs":${tenths(upstreamMs)}`;
    batch.write(
      // A request id is either a UUID or letters, digits, dots, dashes: it needs no escaping.
      `{"level":"${level}"${time()},${exact.value},"requestId":"${id}"${upstreamPart},"durationMs":${tenths(durationMs)},"msg":"request"}\n`,
    );
  }
}

interface RequestLog {
  logger: RequestLogger;
  metrics: Metrics;
  audit: { write: (request: FastifyRequest, reply: FastifyReply) => void };
}

/** One line and one observation a request; the request id goes back to the client with every answer. */
export function installRequestLog(fastify: FastifyInstance, log: RequestLog): void {
  fastify.decorateRequest('record');
  fastify.addHook('onRequest', (request, reply, done) => {
    logRequest(request, reply, log);
    done();
  });
}

/** Also for requests that Fastify refuses before any hook has run, e.g. for a malformed URL. */
export function logRequest(request: FastifyRequest, reply: FastifyReply, { logger, metrics, audit }: RequestLog): void {
  beginRecord(request, reply);
  // Fastify's onResponse does not run for a connection that broke: those are the lines one looks for.
  reply.raw.once('close', () => {
    const { route = 'none', caller = 'none', startedAt } = request.record;
    const durationMs = performance.now() - startedAt;
    audit.write(request, reply);
    logger.write(request, { raw: reply.raw, durationMs });
    metrics.requests.observe({ route, status: reply.raw.statusCode, caller }, durationMs / 1000);
  });
}

/** For what never became a request: a message that is none, or that came too slowly. */
export function logMalformed(
  { code, status, requestId }: Malformed,
  { logger, metrics }: Omit<RequestLog, 'audit'>,
): void {
  const record = { startedAt: performance.now(), problem: code };
  logger.write({ id: requestId, record }, { raw: { statusCode: status, writableFinished: true }, durationMs: 0 });
  metrics.requests.observe({ route: 'none', status, caller: 'none' }, 0);
}

export function beginRecord(request: FastifyRequest, reply: FastifyReply): void {
  request.record = { startedAt: performance.now() };
  void reply.header(REQUEST_ID_HEADER, request.id);
}

/** To a tenth of a millisecond. */
function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
