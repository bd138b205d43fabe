import { type IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { endConnection, isEnding } from './lingering-close.js';

const NONE = Object.freeze({});

/**
 * An answer that leaves before the request's body is whole is the last one of its connection. Proxies give a connection to
 * their next client: its request would be swallowed as the rest of the body, or the body would be read as a request of his
 * (RFC 9112, section 9.3). The one place through which every answer goes, whoever writes it.
 */
export class EarlyAnswer<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  /** Headers of every answer, which one that has them itself replaces. */
  common: Readonly<Record<string, string>> = NONE;

  /** Fastify asks for them with every answer, and Node makes a dictionary of them even where there are none. */
  override getHeaders(): OutgoingHttpHeaders {
    return this.getHeaderNames().length === 0 ? NONE : super.getHeaders();
  }

  override writeHead(status: number, reason?: string, headers?: OutgoingHttpHeaders): this;
  override writeHead(status: number, headers?: OutgoingHttpHeaders): this;
  override writeHead(status: number, ...rest: [(string | OutgoingHttpHeaders)?, OutgoingHttpHeaders?]): this {
    if (isIncomplete(this.req)) endConnection(this);
    const [reason, headers] = rest;
    return typeof reason === 'string'
      ? super.writeHead(status, reason, { ...this.common, ...headers })
      : super.writeHead(status, { ...this.common, ...reason });
  }
}

export function hasBody({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

function isIncomplete(request: IncomingMessage): boolean {
  return !request.complete && hasBody(request);
}

/** A refusal at first sight comes before Node has looked at bytes that arrived with the head: they may be all there are. */
export function afterArrival(request: IncomingMessage, answer: () => void): void {
  if (isIncomplete(request)) setImmediate(answer);
  else answer();
}

export function installEarlyAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw }, reply, done) => {
    // Sent in advance, behind a request whose answer ends the connection.
    if (isEnding(raw.socket)) reply.hijack();
    else done();
  });
  fastify.addHook('onSend', ({ raw }, _reply, payload, done) => {
    afterArrival(raw, () => {
      done(null, payload);
    });
  });
}
