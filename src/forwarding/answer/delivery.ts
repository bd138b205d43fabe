import type { OutgoingHttpHeader } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answer, AnswerHead } from '../../clients/transport/upstream-call.js';
import { Problem } from '../../problems/problem.js';
import type { AnswerHandling } from './modes.js';
import type { PreparedRoute } from '../../routes/prepared-route.js';
import type { RowAnswer } from '../row-call.js';
import type { Caller } from '../../auth/callers/caller.js';
import { problemOf, type RefusedCall } from '../../clients/migo/refusal.js';

/** To whom an answer goes. */
export interface Delivery {
  route: PreparedRoute;
  request: FastifyRequest;
  reply: FastifyReply;
  handling: AnswerHandling;
}

/** Where a large answer goes: straight to the client's connection. */
export function openStream(
  { mayStream, clientHeaders, streamAtOnce, isOpenEnded }: AnswerHandling,
  reply: FastifyReply,
  { head: { status, headers }, start }: { head: AnswerHead; start: Buffer },
): FastifyReply['raw'] | undefined {
  if (status >= 300 || mayStream?.(headers, start) !== true) return undefined;
  const length = headers['content-length'];
  const passed = clientHeaders(headers);
  if (typeof length === 'string') passed['content-length'] = length;
  writeHead(reply, { status, headers: passed });
  if (streamAtOnce) reply.raw.flushHeaders();
  if (isOpenEnded === true) endWithClient(reply);
  return reply.raw;
}

/**
 * A client may close its half of the connection once it has asked (RFC 9112, section 9.6). When it does so while it listens,
 * it has gone: nothing else would tell until the next event.
 */
function endWithClient({ raw }: FastifyReply): void {
  const { socket } = raw;
  const onEnd = (): unknown => raw.destroy();
  socket?.once('end', onEnd);
  raw.once('close', () => socket?.off('end', onEnd));
}

/**
 * Gives the client an answer that is complete.
 *
 * @throws Problem where Migo has refused, or its answer is not what was asked for
 */
export function deliver(delivery: Delivery, answer: RowAnswer): void {
  if (answer.kind === 'streamed') return;
  const { route, request, reply, handling } = delivery;
  const { row, target } = route;
  if (answer.kind === 'refused') throw problemOf(answer, refusedCallOf(route, request.caller));
  if (request.method === 'HEAD' && answer.kind === 'truncated') {
    // What a GET would have streamed: the head is all that is asked for.
    const head = openStream(handling, reply, { head: answer, start: answer.body });
    if (head !== undefined) {
      head.end();
      return;
    }
  }
  const body = bodyFor(handling, answer);
  if (body === undefined)
    throw new Problem(row.money === true ? 'outcome_unknown' : 'upstream_invalid_answer', { upstream: target.name });
  const headers = handling.clientHeaders(answer.headers);
  // Without a body there is nothing to name the type, or the length, of (RFC 9110, section 8.6).
  if (answer.status === 204) delete headers['content-type'];
  else headers['content-length'] = String(typeof body === 'string' ? Buffer.byteLength(body) : body.length);
  writeHead(reply, { status: answer.status, headers });
  // As text of one byte a character it leaves in one piece with the head; bytes would be a second one for the kernel.
  if (typeof body === 'string') reply.raw.end(body);
  else reply.raw.end(body.toString('latin1'), 'latin1');
}

/** What a refusal means depends on what was asked, and by whom. */
export function refusedCallOf(
  { row, hasPartner, tellsWords, routeClass }: PreparedRoute,
  caller?: Caller,
): RefusedCall {
  return {
    hasPartner,
    movesMoney: row.money === true,
    isRead: routeClass === 'read',
    // Cardholders have a token of their own at the Wallet Gateway, and at no other upstream.
    ownToken: caller?.kind === 'cardholder',
    tellsWords,
  };
}

/** Undefined where the answer is not what was asked for. */
export function bodyFor(
  { whole }: AnswerHandling,
  { kind, status, headers, body }: Exclude<Answer, { kind: 'streamed' }>,
): Buffer | string | undefined {
  if (status === 204 || status === 205) return body;
  return kind === 'truncated' ? undefined : whole(headers, body);
}

/** Past Fastify, with the headers that it keeps. */
function writeHead(reply: FastifyReply, { status, headers }: AnswerHead): void {
  const all: Record<string, OutgoingHttpHeader | undefined> = reply.getHeaders();
  reply.raw.writeHead(status, Object.assign(all, headers));
  // Hijacked only now: a head that Node refuses to write still becomes a problem.
  reply.hijack();
}
