import { Buffer } from 'node:buffer';
import { connect } from 'node:net';
import { REQUESTS } from '../fixture.mjs';

const END_OF_HEAD = Buffer.from('\r\n\r\n');
const LENGTH = /\r\ncontent-length: *(\d+)/i;
const SHOWN = 600;

/** What is sent, and what must come. Each call of `next` gives a request, with a key of its own where it has one. */
export function requestOf({ request, port, prefix, authorization }) {
  const { method, path, headers = {}, body = Buffer.alloc(0), status, isRight, isKeyed = false } = REQUESTS[request];
  const lines = {
    host: `127.0.0.1:${port}`,
    accept: 'application/json',
    'user-agent': 'migo-gateway-bench',
    authorization,
    ...headers,
    ...(body.length > 0 && { 'content-length': body.length }),
  };
  const head = [
    `${method} ${prefix}${path} HTTP/1.1`,
    ...Object.entries(lines).map(([name, value]) => `${name}: ${value}`),
  ];
  const whole = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
  const begin = Buffer.from(`HTTP/1.1 ${status} `);
  const run = `${process.pid}-${Date.now()}`;
  let count = 0;
  const withKey = () => {
    count += 1;
    return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\nidempotency-key: ${run}-${count}\r\n\r\n`), body]);
  };
  return {
    next: isKeyed ? withKey : () => whole,
    isRight: (answer, bodyAt) => begin.compare(answer, 0, begin.length) === 0 && isRight(answer.subarray(bodyAt)),
  };
}

/** A connection that sends one request at a time. A wrong answer, an error or an end that nobody asked for is a fault. */
export class Connection {
  /** When what it waits for was sent, or should have been. */
  since = undefined;
  #socket;
  #request;
  #pending;
  #handlers;

  constructor(port, request, handlers) {
    this.#request = request;
    this.#handlers = handlers;
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('connect', () => handlers.onOpen?.(this));
    this.#socket.on('data', (chunk) => this.#read(chunk));
    this.#socket.on('error', (error) => handlers.onFault(error.message));
    this.#socket.on('end', () => handlers.onFault('the connection was closed'));
  }

  send() {
    this.#socket.write(this.#request.next());
  }

  close() {
    this.#socket
      .removeAllListeners('end')
      .removeAllListeners('error')
      .on('error', () => undefined)
      .destroy();
  }

  #read(chunk) {
    const answer = this.#pending === undefined ? chunk : Buffer.concat([this.#pending, chunk]);
    const head = answer.indexOf(END_OF_HEAD);
    const length = head === -1 ? undefined : LENGTH.exec(answer.latin1Slice(0, head))?.[1];
    const bodyAt = head + END_OF_HEAD.length;
    if (head === -1 || (length !== undefined && answer.length < bodyAt + Number(length))) {
      this.#pending = answer;
      return;
    }
    this.#pending = undefined;
    if (length !== undefined && this.#request.isRight(answer, bodyAt)) this.#handlers.onAnswer(this);
    else this.#handlers.onFault(`wrong answer: ${answer.toString('utf8', 0, SHOWN)}`);
  }
}

/** In milliseconds. */
export function percentiles(latencies) {
  const [p50, p90, p99] = quantiles(latencies, [0.5, 0.9, 0.99]);
  return { p50, p90, p99 };
}

export function quantiles(latencies, shares) {
  const sorted = Float64Array.from(latencies).sort();
  return shares.map((share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
}
