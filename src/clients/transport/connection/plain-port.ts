import type { Socket } from 'node:net';
import { codeOf } from '../../../common/error-code.js';
import { type Port, speaksTls, TlsSpokenError } from '../../../common/tls/spoken.js';

/** Milliseconds. */
const ASKED_EVERY_MS = 60_000;

const ports = new Map<string, PlainPort>();

/**
 * What is known of a port that is used without TLS. A server that speaks it closes such a connection without a word, as one
 * does that has trouble. Once one was closed so the server is asked, beside the calls: they go on, and what is found only names
 * why the next of them fail.
 */
class PlainPort {
  private isTls = false;
  private askedAt = -ASKED_EVERY_MS;

  follow(socket: Socket, port: Port): void {
    const doubt = (): void => {
      if (isUnanswered(socket) && performance.now() - this.askedAt >= ASKED_EVERY_MS) this.ask(port);
    };
    socket.once('end', doubt);
    socket.on('error', (error) => {
      if (codeOf(error) === 'ECONNRESET') doubt();
    });
    socket.once('readable', () => {
      if (socket.bytesRead > 0) this.isTls = false;
    });
    const destroy = socket.destroy.bind(socket);
    socket.destroy = (error) => destroy(error && this.isTls && isUnanswered(socket) ? new TlsSpokenError() : error);
  }

  private ask(port: Port): void {
    this.askedAt = performance.now();
    void speaksTls(port).then((isTls) => {
      this.isTls = isTls;
    });
  }
}

/** One for all connections to a port, whichever pool they are of. */
export function plainPortAt({ host, port }: Port): PlainPort {
  const name = `${host}:${port}`;
  const known = ports.get(name) ?? new PlainPort();
  ports.set(name, known);
  return known;
}

function isUnanswered({ bytesRead, bytesWritten }: Socket): boolean {
  return bytesRead === 0 && bytesWritten > 0;
}
