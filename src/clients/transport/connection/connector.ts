import type { Socket } from 'node:net';
import { buildConnector } from 'undici';
import { tlsFaultOf } from '../../../common/tls-faults.js';
import { withoutInterimAnswers } from './interim-answers.js';

/** undici's connector, for sockets on which it sees no interim answers and no folded fields. */
export function connectorOf(options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = buildConnector(options);
  return (target, callback) => {
    connect(target, (...[error, socket]) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      withoutInterimAnswers(socket);
      endByTlsFault(socket);
      callback(null, socket);
    });
  };
}

/** Where a server refuses a client certificate, undici would only tell that it has closed the connection. */
function endByTlsFault(socket: Socket): void {
  socket.on('error', (error) => {
    if (tlsFaultOf(error) !== undefined) socket.destroy(error);
  });
}
