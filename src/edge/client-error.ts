import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import type { ConnectionError } from 'fastify';
import { Problem } from '../problems/problem.js';
import { PROBLEM_MEDIA_TYPE, toProblemBody } from '../problems/problem.body.js';

const HEADERS_TOO_LARGE = 431;

/** Answers what is not even a whole HTTP request, which no hook and no filter ever sees. */
export function answerClientError({ code }: ConnectionError, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemOf(code);
  const requestId = randomUUID();
  const body = JSON.stringify(toProblemBody(problem, requestId));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    `content-type: ${PROBLEM_MEDIA_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function problemOf(code: string): Problem {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem('request_too_slow');
  if (code !== 'HPE_HEADER_OVERFLOW') return new Problem('malformed_request');
  return new Problem('malformed_request', { status: HEADERS_TOO_LARGE, detail: 'Address and headers are too long.' });
}
