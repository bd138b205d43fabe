import { setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fault } from '../faults.js';
import type { ReceivedCall } from '../received-calls.js';
import { latencyMs } from './latency.js';
import { sendLargeAnswer } from './large-answer.js';

export interface Exchange {
  call: ReceivedCall;
  request: FastifyRequest;
  reply: FastifyReply;
}

const DEFAULT_DELAY_MS = 1000;
/** A cloud's metadata service: a client that follows the redirect has left the list of known hosts. */
const REDIRECT_TARGET = 'http://169.254.169.254/';
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const HTML = '<!doctype html><html><head><title>Bad gateway</title></head><body><h1>nginx</h1></body></html>';
const NOT_HTTP = Buffer.from([0x16, 0x03, 0x01, 0x00, 0xff, 0x00, 0x0d, 0x0a, 0x7f, 0x45, 0x4c, 0x46, 0x0d, 0x0a]);

/** Carries out a fault. When it did not answer, hang up or hang, the call goes on as usual. */
export async function applyFault(fault: Fault, exchange: Exchange): Promise<void> {
  const { request, reply } = exchange;
  switch (fault.kind) {
    case 'refuse':
      reply.hijack();
      request.raw.socket.destroy();
      return;
    case 'hang':
      if (fault.delayMs === undefined) reply.hijack();
      else await wait(fault.delayMs);
      return;
    case 'slow':
      await wait(fault.delayMs ?? DEFAULT_DELAY_MS);
      return;
    case 'garbage':
      reply.hijack();
      request.raw.socket.end(NOT_HTTP);
      return;
    case 'garbage-body':
      answer(exchange, { status: 200, headers: JSON_TYPE, body: '{"success":true,"data":{"oops' });
      return;
    case 'html':
      answer(exchange, { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: HTML });
      return;
    case 'redirect':
      answer(exchange, { status: 302, headers: { location: REDIRECT_TARGET, ...fault.headers }, body: '' });
      return;
    case 'cut':
      cutOff(exchange);
      return;
    case 'status':
      answer(exchange, { status: fault.status, ...bodyOf(fault) });
      return;
    case 'large':
      exchange.call.status = 200;
      reply.hijack();
      await sendLargeAnswer(reply.raw, fault);
      return;
    case 'headers':
      reply.headers(fault.headers);
      return;
    case 'late':
      await wait(latencyMs(fault));
      return;
    case 'lost':
    case 'empty':
    case 'text':
    case 'scalar':
      // Strikes later: the operation runs, and what it answers is thrown away or replaced when it is about to be written.
      return;
  }
}

// Unreferenced: a waiting call must not keep a closed simulator's process alive.
function wait(delayMs: number): Promise<void> {
  return sleep(delayMs, undefined, { ref: false });
}

function bodyOf(fault: Fault): { headers: OutgoingHttpHeaders; body: string } {
  if (fault.body === undefined) return { headers: fault.headers, body: '' };
  if (typeof fault.body === 'string') return { headers: fault.headers, body: fault.body };
  return { headers: { ...JSON_TYPE, ...fault.headers }, body: JSON.stringify(fault.body) };
}

// Written to the raw response, so that no later hook or handler can touch it.
function answer(exchange: Exchange, content: { status: number; headers: OutgoingHttpHeaders; body: string }): void {
  exchange.call.status = content.status;
  exchange.reply.hijack();
  exchange.reply.raw.writeHead(content.status, content.headers).end(content.body);
}

function cutOff(exchange: Exchange): void {
  const start = '{"success":true,"data":{"cut":"';
  exchange.call.status = 200;
  exchange.reply.hijack();
  const { raw } = exchange.reply;
  raw.writeHead(200, { ...JSON_TYPE, 'content-length': start.length + 1000 });
  raw.write(start, () => raw.destroy());
}
