import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/** Milliseconds without a byte, milliseconds altogether, and bytes: what nginx waits, less what nobody needs. */
const IDLE_MS = 5000;
const WHOLE_MS = 20_000;
const MAX_BYTES = 33_554_432;

/** Connections that end with an answer: what follows on them is no request, and is answered by nothing. */
const ending = new WeakSet<object>();
const lingering = new Set<Duplex>();

export function isEnding(socket: object): boolean {
  return ending.has(socket);
}

/**
 * Makes an answer the last one of its connection, of which some bytes are still to come. Had they stayed unread, the kernel
 * would break the connection, and with it the answer that the client has not read yet (RFC 9112, section 9.6).
 */
export function endConnection(response: Pick<ServerResponse, 'shouldKeepAlive'> & { req: IncomingMessage }): void {
  const { socket } = response.req;
  // Node writes `Connection: close`.
  response.shouldKeepAlive = false;
  if (ending.has(socket)) return;
  ending.add(socket);
  // What Node does once the last answer is written.
  socket.destroySoon = () => {
    linger(socket);
  };
}

/** Says that nothing follows, and reads on for a while without looking at what comes. */
export function linger(socket: Duplex): void {
  if (socket.destroyed || lingering.has(socket)) return;
  ending.add(socket);
  lingering.add(socket);
  let bytes = 0;
  const end = (): void => {
    socket.destroy();
  };
  const idle = setTimeout(end, IDLE_MS);
  const whole = setTimeout(end, WHOLE_MS);
  const discard = (chunk: Buffer): void => {
    bytes += chunk.length;
    free(chunk);
    if (bytes > MAX_BYTES) end();
    else idle.refresh();
  };
  // Where nobody took the body, Node has stopped reading; only its parser can begin again, so it goes a tick later.
  socket.resume();
  process.nextTick(() => {
    // The parser is one of them; without it there is no more of the request, and none after it.
    socket.removeAllListeners('data');
    socket.on('data', discard);
  });
  socket.once('end', end);
  socket.once('close', () => {
    clearTimeout(idle);
    clearTimeout(whole);
    lingering.delete(socket);
  });
  socket.end();
}

/** Left to V8, the memory of what was read piles up until a full collection stops everybody. Small chunks may share theirs. */
function free({ buffer, length }: Buffer): void {
  if ('transfer' in buffer && buffer.byteLength === length) buffer.transfer(0);
}

/** A stop of the gateway does not wait for clients that send on. */
export function installLingeringClose(fastify: FastifyInstance): void {
  fastify.addHook('preClose', (done) => {
    for (const socket of lingering) socket.destroy();
    done();
  });
}
