import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ConnectionError, FastifyInstance } from 'fastify';
import { Problem } from '../../problems/problem.js';
import { PROBLEM_MEDIA_TYPE, type ProblemBody, toProblemBody } from '../../problems/problem.body.js';
import type { AnswerHeaders } from '../answer-headers.js';
import '../methods.js';
import { WHOLE_SERVER } from '../request-target.js';
import { isEnding, linger } from './lingering-close.js';

const HEADERS_TOO_LARGE = 431;

const ORIGIN = /\r\norigin:[ \t]*(?<origin>[\x21-\x7e]+)[ \t]*\r\n/i;

/**
 * Answers what is not even a whole HTTP request, which no hook and no filter ever sees. Undefined where there is nobody to be
 * answered.
 */
export function answerClientError(
  { code, rawPacket }: ConnectionError,
  socket: Socket,
  answerHeaders: AnswerHeaders,
): ProblemBody | undefined {
  if (isEnding(socket)) return undefined;
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return undefined;
  }
  return answerSocket(problemOf(code), socket, answerHeaders.of(originIn(rawPacket)));
}

/**
 * Answers what Node would settle by itself: CONNECT, which it hands over as a bare socket (nothing is proxied; RFC 9110, section
 * 9.3.6), and an unknown `Expect`, which goes on as a request, to be refused like one (section 10.1.1).
 */
export function serveUnusual(
  fastify: FastifyInstance,
  { answerHeaders, onAnswer }: { answerHeaders: AnswerHeaders; onAnswer: (problem: ProblemBody) => void },
): void {
  const { server } = fastify;
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    server.emit('request', request, response);
  });
  server.on('connect', ({ headers }: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => undefined);
    const problem = new Problem('method_not_allowed', { detail: 'Nothing is proxied: there is no CONNECT.' });
    const allow = fastify.methodsOf(WHOLE_SERVER) ?? '';
    onAnswer(answerSocket(problem, socket, { ...answerHeaders.of(headers.origin), allow }));
  });
}

function answerSocket(cause: Problem, socket: Duplex, headers: Readonly<Record<string, string>>): ProblemBody {
  const problem = toProblemBody(cause, randomUUID());
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    `content-type: ${PROBLEM_MEDIA_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${problem.requestId}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'connection: close',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  linger(socket);
  return problem;
}

/** As far as the headers came. */
function originIn(packet: unknown): string | undefined {
  return Buffer.isBuffer(packet) ? ORIGIN.exec(packet.toString('latin1'))?.groups?.['origin'] : undefined;
}

function problemOf(code: string): Problem {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem('request_too_slow');
  if (code !== 'HPE_HEADER_OVERFLOW') return new Problem('malformed_request');
  return new Problem('malformed_request', { status: HEADERS_TOO_LARGE, detail: 'Address and headers are too long.' });
}
