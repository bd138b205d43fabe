import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { WorkInFlight } from '../../observability/work-in-flight.js';

/** When a client that closed its half of the connection is asked, in milliseconds. The kernel tells at the second write what the first one met. */
const ASK_AFTER_MS = [1500, 1650];

/**
 * Answers clients that close their half of the connection once they have asked (RFC 9112, section 9.6). One that has gone
 * altogether looks the same until something is sent to it: an interim response, which every client of HTTP/1.1 bears
 * (RFC 9110, section 15.2). Where nobody is there, the connection breaks, and the call ends with it.
 */
export function serveHalfOpen(server: Server, work: Pick<WorkInFlight, 'answerOn'>): void {
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on('connection', (socket: Socket) => {
    socket.once('end', () => {
      const response = work.answerOn(socket);
      if (response === undefined) return;
      const ask = (): void => {
        if (!response.headersSent && response.req.httpVersion === '1.1') response.writeProcessing();
      };
      const timers = ASK_AFTER_MS.map((ms) => setTimeout(ask, ms));
      response.once('close', () => {
        timers.forEach(clearTimeout);
      });
    });
  });
}
