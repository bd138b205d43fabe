import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import type { ConnectionError } from 'fastify';
import type { AnswerHeaders } from './answer-headers.js';
import { refusedConnections } from './http-message.js';
import { Problem } from '../problems/problem.js';
import { PROBLEM_MEDIA_TYPE, type ProblemBody, toProblemBody } from '../problems/problem.body.js';

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
  if (refusedConnections.has(socket)) return undefined;
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return undefined;
  }
  const problem = toProblemBody(problemOf(code), randomUUID());
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    `content-type: ${PROBLEM_MEDIA_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${problem.requestId}`,
    ...Object.entries(answerHeaders.of(originIn(rawPacket))).map(([name, value]) => `${name}: ${value}`),
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
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
