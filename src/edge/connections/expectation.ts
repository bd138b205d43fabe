import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Answers that are still to tell their client that it may send the body. */
const awaited = new WeakSet<ServerResponse>();

/**
 * Leaves a client that has asked first (`Expect: 100-continue`, RFC 9110 section 10.1.1) without an answer until somebody wants its
 * body: who is refused has not sent it.
 */
export function holdExpectations(server: Server): void {
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    awaited.add(response);
    server.emit('request', request, response);
  });
}

/** The body is read from here on. */
export function letContinue(response: ServerResponse): void {
  if (awaited.delete(response)) response.writeContinue();
}
