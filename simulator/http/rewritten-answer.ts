import type { FastifyReply } from 'fastify';
import type { Fault } from '../faults.js';

const TEXT = 'text/plain; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/** The success of an operation in other words: nothing, a text, a JSON scalar. Refusals stay as they are. */
export function rewrittenAnswer({ kind, body }: Fault, reply: FastifyReply, payload: unknown): unknown {
  if (reply.statusCode >= 300) return payload;
  switch (kind) {
    case 'empty':
      reply.removeHeader('content-type');
      return replaced(reply, '');
    case 'text':
      reply.type(TEXT);
      return replaced(reply, typeof body === 'string' ? body : 'OK');
    case 'scalar':
      reply.type(JSON_TYPE);
      return replaced(reply, JSON.stringify(body ?? true));
    default:
      return payload;
  }
}

function replaced(reply: FastifyReply, text: string): string {
  reply.header('content-length', Buffer.byteLength(text));
  return text;
}
