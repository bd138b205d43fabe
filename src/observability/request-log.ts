import { performance } from 'node:perf_hooks';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { LabelTrie } from '../common/label-trie.js';
import type { LogOutput } from './log-output.js';
import type { Metrics } from './metrics.js';
import { REQUEST_ID_HEADER } from '../common/request-id.js';
import type { ProblemBody } from '../problems/problem.body.js';
import { newRecord } from './request-record.js';
import type { WorkInFlight } from './work-in-flight.js';

interface LogTarget {
  /** Says which levels are on. */
  logger: Logger;
  /** Where the logger writes, too. */
  output: LogOutput;
  /** `,"time":"..."` */
  time: () => string;
}

type Logged = Pick<FastifyRequest, 'id' | 'record'> & { method?: string };
type Malformed = Pick<ProblemBody, 'code' | 'status' | 'requestId'>;
/** The status of an answer, and whether all of it has left. */
export interface Told {
  status: number;
  isWhole: boolean;
}

/** nginx' status for a client who has gone before the answer was complete. */
const CLIENT_CLOSED_REQUEST = 499;

/**
 * Writes the line of a request, in pino's format and to pino's destination. Nearly all of a line is the same for all
 * requests of a kind and is formatted once; as a call of the logger, the line would cost more than all guards together.
 */
export class RequestLogger {
  /** Routes times statuses times partners: a closed set, so it needs no bound. */
  private readonly kinds = new LabelTrie<string>();

  constructor(private readonly target: LogTarget) {}

  write({ id, method, record }: Logged, { status, isWhole, durationMs }: Told & { durationMs: number }): void {
    const level = status >= 500 ? 'warn' : 'info';
    const { logger, output, time } = this.target;
    if (!logger.isLevelEnabled(level)) return;
    const { route, caller, partner, upstream, upstreamMs, problem, cache } = record;
    const aborted = isWhole ? undefined : true;
    const kind = this.kinds.with(route).with(status).with(partner).with(caller).with(method);
    const exact = kind.with(upstream).with(problem).with(cache).with(aborted);
    exact.value ??= JSON.stringify({ method, status, route, caller, partner, upstream, cache, problem, aborted }).slice(
      1,
      -1,
    );
    const upstreamPart = upstreamMs === undefined ? '' : `,"upstreamMs":${tenths(upstreamMs)}`;
    output.write(
      // A request id is either a UUID or letters, digits, dots, dashes: it needs no escaping.
      `{"level":"${level}"${time()},${exact.value},"requestId":"${id}"${upstreamPart},"durationMs":${tenths(durationMs)},"msg":"request"}\n`,
    );
  }
}

interface RequestLog {
  logger: RequestLogger;
  metrics: Metrics;
  audit: { write: (request: FastifyRequest, told: Told) => void };
  work: WorkInFlight;
}

/** One line and one observation a request; the request id goes back to the client with every answer. */
export function installRequestLog(fastify: FastifyInstance, log: RequestLog): void {
  fastify.decorateRequest('record');
  fastify.addHook('onRequest', (request, reply, done) => {
    logRequest(request, reply, log);
    done();
  });
}

/** Logs a request, also one that Fastify refuses before any hook has run, e.g. for a malformed URL. */
export function logRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  { logger, metrics, audit, work }: RequestLog,
): void {
  beginRecord(request, reply);
  const place = work.begin(reply.raw);
  // Fastify's onResponse does not run for a connection that broke: those are the lines one looks for.
  reply.raw.on('close', () => {
    const { route = 'none', caller = 'none', partner = 'none', startedAt } = request.record;
    const durationMs = performance.now() - startedAt;
    const told = toldOf(request, reply);
    work.end(place);
    audit.write(request, told);
    logger.write(request, { ...told, durationMs });
    metrics.requests.observe({ route, status: told.status, caller, partner }, durationMs / 1000);
  });
}

/** A connection that broke without a problem of ours was closed by the client, whatever status was to come, or had come. */
function toldOf({ record }: FastifyRequest, { raw }: FastifyReply): Told {
  const isWhole = raw.writableFinished;
  return { status: isWhole || record.problem !== undefined ? raw.statusCode : CLIENT_CLOSED_REQUEST, isWhole };
}

/** Logs what never became a request: a message that is none, or that came too slowly. */
export function logMalformed(
  { code, status, requestId }: Malformed,
  { logger, metrics }: Pick<RequestLog, 'logger' | 'metrics'>,
): void {
  const record = { startedAt: performance.now(), problem: code };
  logger.write({ id: requestId, record }, { status, isWhole: true, durationMs: 0 });
  metrics.requests.observe({ route: 'none', status, caller: 'none', partner: 'none' }, 0);
}

export function beginRecord(request: FastifyRequest, reply: FastifyReply): void {
  request.record = newRecord();
  void reply.header(REQUEST_ID_HEADER, request.id);
}

/** Milliseconds with one digit behind the point. From integers: V8 takes many times as long to write a fraction. */
function tenths(ms: number): string {
  const count = Math.round(ms * 10);
  return `${Math.floor(count / 10)}.${count % 10}`;
}
