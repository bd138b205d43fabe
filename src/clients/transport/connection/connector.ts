import type { Socket } from 'node:net';
import { buildConnector } from 'undici';
import { type Port, speaksTls, TlsSpokenError } from '../../../common/tls/spoken.js';
import { tlsFaultOf } from '../../../common/tls/faults.js';
import { codeOf } from '../../../common/error-code.js';
import { withoutInterimAnswers } from './interim-answers.js';

const HTTP_PORT = 80;

/** undici's connector, for sockets on which it sees no interim answers and no folded fields. */
export function connectorOf(
  options: buildConnector.BuildOptions & Pick<Port, 'lookup' | 'timeout'>,
): buildConnector.connector {
  const connect = buildConnector(options);
  const { lookup, timeout } = options;
  const plain = new PlainConnections({ ...(lookup && { lookup }), ...(timeout && { timeout }) });
  return (target, callback) => {
    const open = (): void => {
      connect(target, (...[error, socket]) => {
        if (error !== null) {
          callback(error, null);
          return;
        }
        withoutInterimAnswers(socket);
        endByTlsFault(socket);
        if (target.protocol === 'http:') plain.follow(socket);
        callback(null, socket);
      });
    };
    if (!plain.isDoubtful) open();
    else
      void plain.meetTls(target).then((meet) => {
        if (meet) callback(new TlsSpokenError(), null);
        else open();
      });
  };
}

/**
 * Connections without TLS. A server that speaks it closes such a connection without a word, as one does that has trouble: once
 * one was closed so, it is asked what it speaks before there is another.
 */
class PlainConnections {
  isDoubtful = false;
  private meeting: Promise<boolean> | undefined;

  constructor(private readonly options: Pick<Port, 'lookup' | 'timeout'>) {}

  follow(socket: Socket): void {
    const doubt = (): void => {
      if (socket.bytesRead === 0 && socket.bytesWritten > 0) this.isDoubtful = true;
    };
    socket.once('end', doubt);
    socket.on('error', (error) => {
      if (codeOf(error) === 'ECONNRESET') doubt();
    });
  }

  meetTls({ hostname, port }: buildConnector.Options): Promise<boolean> {
    const at = { ...this.options, host: hostname, port: Number(port) || HTTP_PORT };
    this.meeting ??= speaksTls(at).then((isSpoken) => {
      this.isDoubtful = isSpoken;
      this.meeting = undefined;
      return isSpoken;
    });
    return this.meeting;
  }
}

/** Where a server refuses a client certificate, undici would only tell that it has closed the connection. */
function endByTlsFault(socket: Socket): void {
  socket.on('error', (error) => {
    if (tlsFaultOf(error) !== undefined) socket.destroy(error);
  });
}
