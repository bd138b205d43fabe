import { performance } from 'node:perf_hooks';
import type { Answer, ForwardRequest } from '../../clients/transport/upstream-call.js';
import { isTokenRefusal, readRefusal } from '../../clients/migo/refusal.js';
import { UpstreamError } from '../../clients/transport/upstream-error.js';
import { problemOfFailure } from '../../clients/transport/upstream-problem.js';
import { Problem } from '../../problems/problem.js';
import { maySayNo, toldStatus } from '../../clients/migo/told-status.js';
import { namesJson } from '../answer/headers.js';
import type { Row } from '../../routes/route.js';
import type { AnswerHandling } from '../answer/modes.js';
import { KEPT_BYTES } from '../once/judgement.js';
import type { RowAnswer, RowCall } from '../row-call.js';
import type { StepTools } from '../step.js';
import { callTimesOf } from './call-times.js';
import { seatOf } from '../../policy/seat.js';
import { StoreUnavailableError } from '../../storage/key-value-store.js';
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
  const { deadlineMs, firstByteMs, isHurried } = callTimesOf(call, startedAt);
  const isKeyed = call.claim !== undefined;
  let status = 'failed';
  try {
    const answer = await transports.get(target.name).forward({
      method: row.upstreamMethod ?? row.method,
      path: call.path,
      headers,
      body,
      deadlineMs,
      firstByteMs,
      isHurried,
      seat: seatOf(handling.callClass, call.caller, request.clientAddress),
      // What is kept for a repetition must be whole.
      bufferBytes: isKeyed ? Math.max(bufferBytes, KEPT_BYTES) : (bounds?.bufferBytes ?? bufferBytes),
      streamAtOnce: isKeyed ? undefined : sink && streamAtOnce,
      openStream: mayStream === undefined ? undefined : sink?.open,
      // Money goes on moving when the client has gone, and a code is looked at; a read without a reader ends.
      client: row.money === true || row.otp !== undefined || isKeyed ? undefined : sink?.connection,
    });
    status = String(answer.status);
    request.record.sent = true;
    const told = asTold(isKeyed ? asWithoutKey(answer, handling.answer) : answer, row);
    if (told.kind === 'streamed' || told.status < 300) return told;
    const refusal = readRefusal(told, target.name);
    // Before it did anything: what comes of a new token is another matter.
    if (isTokenRefusal(refusal)) request.record.sent = false;
    return refusal;
  } catch (error) {
    request.record.sent = hasLeft(error, call);
    throw error instanceof UpstreamError ? problemOf(error, call) : error;
  } finally {
    const ms = performance.now() - startedAt;
    request.record.upstreamMs = ms;
    metrics.upstreamCalls.observe({ upstream: target.name, status, partner: call.caller.partner.id }, ms / 1000);
  }
}

/** More is read where a key may ask for it again, but nothing else is made of it. */
function asWithoutKey(answer: Answer, { bufferBytes, mayStream }: AnswerHandling): Answer {
  if (answer.kind !== 'whole' || answer.body.length <= bufferBytes) return answer;
  if (answer.status < 300 && mayStream?.(answer.headers, answer.body) === true) return answer;
  return { ...answer, kind: 'truncated', body: answer.body.subarray(0, bufferBytes) };
}

/** A refusal that came with a 2xx becomes one for all that look at it. A stored file may hold anything, but it is no JSON. */
function asTold(answer: Answer, { answer: mode }: Row): Answer {
  if (answer.kind === 'streamed' || (mode === 'file' && !namesJson(answer.headers)) || !maySayNo(answer.body))
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

/** Whether Migo may have the whole request. What is refused as a problem on the way there has not left. */
function hasLeft(error: unknown, { upload }: RowCall): boolean {
  if (error instanceof UpstreamError) return error.sent && isComplete(upload);
  return !(error instanceof Problem);
}

function isComplete(upload: RowCall['upload']): boolean {
  return upload?.body.readableEnded ?? true;
}

/** An upload that was stopped half-way, by its own fault or because the client left, had no effect. */
function problemOf(error: UpstreamError, { route, upload }: RowCall): Error {
  const stoppedBy = upload?.body.errored;
  if (stoppedBy instanceof Problem || stoppedBy instanceof StoreUnavailableError) return stoppedBy;
  return problemOfFailure(error, { movesMoney: route.row.money === true && isComplete(upload) });
}
