import type { Answer, ForwardRequest } from '../../clients/transport/exchange.js';
import { readRefusal } from '../../clients/migo/refusal.js';
import { UpstreamError } from '../../clients/transport/upstream-error.js';
import { problemOfFailure } from '../../clients/transport/upstream-problem.js';
import { Problem } from '../../problems/problem.js';
import { toldStatus } from '../../clients/migo/told-status.js';
import { namesJson } from '../answer/headers.js';
import type { Row } from '../../routes/route.js';
import type { RowAnswer, RowCall } from '../row-call.js';
import type { StepTools } from '../step.js';
import { contentTypeOf, upstreamBody, upstreamHeaders } from './upstream-request.js';

/** The call itself, as the upstream gets it. A refusal is read here, once. */
export async function sendUpstream(
  call: RowCall,
  { transports, metrics }: Pick<StepTools, 'transports' | 'metrics'>,
): Promise<RowAnswer> {
  const { route, handling, request, sink, bounds } = call;
  const { target, row } = route;
  const { bufferBytes, streamAtOnce, mayStream } = handling.answer;
  const { headers, body } = contentOf(call);
  const startedAt = performance.now();
  const leftMs = bounds === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.ceil(bounds.until - startedAt));
  let status = 'failed';
  try {
    const answer = await transports.get(target.name).forward({
      method: row.upstreamMethod ?? row.method,
      path: call.path,
      headers,
      body,
      deadlineMs: Math.min(route.deadlineMs, leftMs),
      firstByteMs: route.firstByteMs,
      bufferBytes: bounds?.bufferBytes ?? bufferBytes,
      streamAtOnce: sink && streamAtOnce,
      openStream: mayStream === undefined ? undefined : sink?.open,
      // Money goes on moving when the client has gone, and a code is looked at; a read without a reader ends.
      client: row.money === true || row.otp !== undefined ? undefined : sink?.connection,
    });
    status = String(answer.status);
    const told = asTold(answer, row);
    return told.kind === 'streamed' || told.status < 300 ? told : readRefusal(told, target.name);
  } catch (error) {
    throw error instanceof UpstreamError ? problemOf(error, call) : error;
  } finally {
    const ms = performance.now() - startedAt;
    request.record.upstreamMs = ms;
    metrics.upstreamCalls.observe({ upstream: target.name, status }, ms / 1000);
  }
}

/** A refusal that came with a 2xx becomes one for all that look at it. A stored file may hold anything, but it is no JSON. */
function asTold(answer: Answer, { answer: mode }: Row): Answer {
  if (answer.kind === 'streamed' || (mode === 'file' && !namesJson(answer.headers)) || !answer.body.includes('false'))
    return answer;
  return { ...answer, status: toldStatus(answer.status, answer.body.toString('utf8')) };
}

function contentOf(call: RowCall): Pick<ForwardRequest, 'headers' | 'body'> {
  const { upload } = call;
  if (upload !== undefined) {
    const headers = upstreamHeaders(call, upload.contentType);
    if (upload.length !== undefined) headers['content-length'] = String(upload.length);
    return { headers, body: upload.body };
  }
  const body = upstreamBody(call);
  return { headers: upstreamHeaders(call, contentTypeOf(call.route.row, body)), body };
}

/** An upload that was stopped half-way, by its own fault or because the client left, had no effect. */
function problemOf(error: UpstreamError, { route, upload }: RowCall): Problem {
  const stoppedBy = upload?.body.errored;
  if (stoppedBy instanceof Problem) return stoppedBy;
  const isComplete = upload?.body.readableEnded ?? true;
  return problemOfFailure(error, { movesMoney: route.row.money === true && isComplete });
}
